"""Sentences about questions and their limits: English, Arabic."""

from multaqa.language.sentences import Pair

# The text of a question.
_SQL: dict[str, Pair] = {
    "query-empty": (
        "The question is empty. Write a SELECT.",
        "نص الاستعلام فارغ؛ يُرجى كتابة عبارة SELECT.",
    ),
    "query-too-long": (
        "The question is longer than {limit} characters. Shorten it.",
        "يتجاوز طول نص الاستعلام {limit} حرف؛ يُرجى اختصاره.",
    ),
    "query-too-complex": (
        "The question is nested deeper than {limit} levels, or has too many parts. Split it with WITH, or shorten it.",
        "يتجاوز تداخل الاستعلام {limit} مستوى أو تزيد أجزاؤه على الحد؛ يُرجى تقسيمه باستخدام WITH أو اختصاره.",
    ),
    "query-not-understood": (
        "The SQL cannot be understood near “{near}”. Check the spelling, the commas and the brackets there.",
        "تعذّر فهم عبارة SQL قرب «{near}»؛ يُرجى مراجعة الإملاء والفواصل والأقواس في هذا الموضع.",
    ),
    "query-several-statements": (
        "Only one statement can be asked at a time. Remove what follows the semicolon.",
        "لا يُقبل سوى عبارة واحدة في كل مرة؛ يُرجى حذف ما بعد الفاصلة المنقوطة.",
    ),
    "query-not-a-select": (
        "Only SELECT can be asked here; the tables cannot be changed. Begin with SELECT or WITH.",
        "لا يُقبل هنا سوى SELECT، ولا يمكن تعديل الجداول؛ يُرجى البدء بعبارة SELECT أو WITH.",
    ),
    "query-not-allowed": (
        "“{what}” is not allowed in a question. Remove it or write it in another way.",
        "لا يُسمح باستخدام «{what}» في الاستعلام؛ يُرجى حذفه أو كتابته بطريقة أخرى.",
    ),
    "query-function-not-allowed": (
        "The function “{name}” is not known or not allowed here. Use another one, for example: {known}.",
        "الدالة «{name}» غير معروفة أو غير مسموح بها هنا؛ يُرجى استخدام دالة أخرى، مثل: {known}.",
    ),
    "query-unknown-table": (
        "There is no table “{name}”. Did you mean: {known}?",
        "لا يوجد جدول باسم «{name}»؛ لعل المقصود: {known}؟",
    ),
    "query-without-tables": (
        "There is no table “{name}”, for no table was given. Ask without FROM.",
        "لا يوجد جدول باسم «{name}» لأنه لم يُحدَّد أي جدول؛ يُرجى الاستعلام من دون FROM.",
    ),
    "query-unknown-column": (
        "There is no column “{name}”. Did you mean: {known}?",
        "لا يوجد عمود باسم «{name}»؛ لعل المقصود: {known}؟",
    ),
}

# A question made of fields.
_TYPED: dict[str, Pair] = {
    "query-filter-no-value": (
        "The filter on “{column}” with “{operator}” takes no value. Remove the value.",
        "لا تأخذ التصفية على العمود «{column}» بالعامل «{operator}» أي قيمة؛ يُرجى حذف القيمة.",
    ),
    "query-filter-one-value": (
        "The filter on “{column}” with “{operator}” takes exactly one value. Give one.",
        "تأخذ التصفية على العمود «{column}» بالعامل «{operator}» قيمة واحدة فقط؛ يُرجى تحديدها.",
    ),
    "query-filter-two-values": (
        "The filter on “{column}” with “{operator}” takes two values, the least and the largest. Give both.",
        "تأخذ التصفية على العمود «{column}» بالعامل «{operator}» قيمتين هما الحد الأدنى والحد الأعلى؛ يُرجى تحديدهما.",
    ),
    "query-filter-several-values": (
        "The filter on “{column}” with “{operator}” takes a list of values. Give at least one.",
        "تأخذ التصفية على العمود «{column}» بالعامل «{operator}» قائمة من القيم؛ يُرجى تحديد قيمة واحدة على الأقل.",
    ),
    "query-filter-text": (
        "The filter on “{column}” with “{operator}” takes one text. Give the text to look for.",
        "تأخذ التصفية على العمود «{column}» بالعامل «{operator}» نصاً واحداً؛ يُرجى تحديد النص المطلوب.",
    ),
    "query-not-text": (
        "“{column}” holds no text, so “{operator}” cannot be applied to it. Choose a column of text or another operator.",
        "لا يضم العمود «{column}» نصوصاً، فلا يمكن تطبيق «{operator}» عليه؛ يُرجى اختيار عمود نصي أو عامل آخر.",
    ),
    "query-not-a-number": (
        "“{column}” holds no numbers, so “{operator}” cannot be computed of it. Choose a column of numbers.",
        "لا يضم العمود «{column}» أرقاماً، فلا يمكن حساب «{operator}» له؛ يُرجى اختيار عمود رقمي.",
    ),
    "query-aggregate-column": (
        "“{operator}” needs a column. Name the column to compute it of.",
        "تتطلب «{operator}» عموداً؛ يُرجى تحديد العمود الذي تُحسب له.",
    ),
    "query-quantile": (
        "A quantile needs a share between 0 and 1, and nothing else has one. Give it for “{alias}”, or remove it.",
        "تتطلب دالة المئين (quantile) نسبة بين 0 و1، ولا تُحدَّد هذه النسبة لغيرها؛ يُرجى تحديدها في «{alias}» أو حذفها.",
    ),
    "query-columns-beside-groups": (
        "A question that groups or computes cannot list other columns. Put “{column}” into the groups or remove it.",
        "لا يمكن سرد أعمدة أخرى في استعلام يجمّع أو يحسب؛ يُرجى إضافة «{column}» إلى أعمدة التجميع أو حذفه.",
    ),
    "query-name-twice": (
        "The answer would have two columns named “{name}”. Give one of them another name.",
        "سيضم الجواب عمودين باسم «{name}»؛ يُرجى تسمية أحدهما باسم آخر.",
    ),
}

# The run of a question.
_RUN: dict[str, Pair] = {
    "query-too-slow": (
        "The question took longer than {limit} seconds and was stopped. Filter it, or ask of fewer rows.",
        "استغرق الاستعلام أكثر من {limit} ثانية فأُوقف؛ يُرجى تضييق نطاقه بالتصفية أو بتقليل عدد الصفوف.",
    ),
    "query-too-much-memory": (
        "The question needed more memory than {limit} MB and was stopped. Filter it, or group by fewer values.",
        "تطلّب الاستعلام ذاكرة تزيد على {limit} ميغابايت فأُوقف؛ يُرجى تضييق نطاقه أو التجميع بقيم أقل.",
    ),
    "query-too-many-columns": (
        "The answer would have {found} columns; {limit} are allowed. Name the columns you need.",
        "سيضم الجواب {found} عمود، والحد الأقصى {limit}؛ يُرجى تحديد الأعمدة المطلوبة بأسمائها.",
    ),
    "query-busy": (
        "Other questions are being answered, and none ended within {limit} seconds. Ask again in a moment.",
        "تجري الإجابة عن استعلامات أخرى ولم ينته أي منها خلال {limit} ثانية؛ يُرجى إعادة المحاولة بعد قليل.",
    ),
    "query-worker-died": (
        "The question ended unexpectedly before it was answered. Ask again; if that repeats, simplify it.",
        "توقف الاستعلام على نحو غير متوقع قبل اكتمال الجواب؛ يُرجى إعادة المحاولة، وإذا تكرر ذلك فيُرجى تبسيطه.",
    ),
    "query-value-impossible": (
        "A value cannot be computed: {why} Use TRY_CAST or filter the rows that it concerns.",
        "تعذّر حساب إحدى القيم: {why} يُرجى استخدام TRY_CAST أو استبعاد الصفوف المعنية.",
    ),
    "query-table-unreadable": (
        "The table “{name}” cannot be read. Import its file again.",
        "تعذّرت قراءة الجدول «{name}»؛ يُرجى استيراد ملفه من جديد.",
    ),
    "query-failed": (
        "The question cannot be answered: {why} Correct it there.",
        "تعذّرت الإجابة عن الاستعلام: {why} يُرجى تصحيحه في هذا الموضع.",
    ),
}

# An answer as a file.
_EXPORTS: dict[str, Pair] = {
    "query-xlsx-rows": (
        "The answer has more rows than a sheet holds ({limit}). Filter it, or choose CSV or Parquet.",
        "تزيد صفوف الجواب على ما تتسع له ورقة العمل ({limit})؛ يُرجى تضييق نطاقه أو اختيار CSV أو Parquet.",
    ),
    "query-xlsx-columns": (
        "The answer has {found} columns; a sheet holds {limit}. Name the columns you need, or choose CSV or Parquet.",
        "يضم الجواب {found} عمود، وتتسع ورقة العمل إلى {limit}؛ يُرجى تحديد الأعمدة المطلوبة أو اختيار CSV أو Parquet.",
    ),
    "query-xlsx-cell": (
        "Row {row} of “{column}” is longer than a cell of a sheet holds ({limit} characters). Choose CSV or Parquet.",
        "يتجاوز طول القيمة في الصف {row} من العمود «{column}» ما تتسع له خلية ورقة العمل ({limit} حرف)؛ يُرجى اختيار CSV أو Parquet.",
    ),
}

QUESTIONS: dict[str, Pair] = {**_SQL, **_TYPED, **_RUN, **_EXPORTS}
