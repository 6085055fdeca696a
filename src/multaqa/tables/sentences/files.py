"""Sentences about files and their cells: English, Arabic."""

from multaqa.language.sentences import Pair

# A file that cannot be read as a table.
_FILES: dict[str, Pair] = {
    "file-not-found": (
        "There is no file “{value}”. Check its name and folder.",
        "لا يوجد ملف باسم «{value}»؛ يُرجى التحقق من اسمه ومجلده.",
    ),
    "is-a-folder": (
        "“{value}” is a folder. Name a file in it.",
        "«{value}» مجلد وليس ملفًا؛ يُرجى تحديد ملف فيه.",
    ),
    "not-a-file": (
        "“{value}” is no file that can be read to its end. Name a file.",
        "«{value}» ليس ملفًا يمكن قراءته إلى آخره؛ يُرجى تحديد ملف.",
    ),
    "cannot-read": (
        "The file cannot be read ({reason}). Check that you may open it.",
        "تعذّرت قراءة الملف ({reason})؛ يُرجى التحقق من صلاحية فتحه.",
    ),
    "cannot-write": (
        "“{value}” cannot be written ({reason}). Choose another place.",
        "تعذّرت كتابة «{value}» ({reason})؛ يُرجى اختيار موضع آخر.",
    ),
    "empty-file": (
        "The file is empty. Check that it was saved and sent whole.",
        "الملف فارغ؛ يُرجى التحقق من حفظه وإرساله كاملًا.",
    ),
    "not-a-table": (
        "The file is not a table: it is {what}. Give CSV, XLSX, XLS, ODS, JSON, GeoJSON or Parquet.",
        "الملف ليس جدولًا، بل {what}؛ يُرجى تقديمه بصيغة CSV أو XLSX أو XLS أو ODS أو JSON أو GeoJSON أو Parquet.",
    ),
    "packed-twice": (
        "The file is an archive within an archive. Unpack it once before giving it.",
        "الملف أرشيف داخل أرشيف؛ يُرجى فك ضغطه مرة قبل تقديمه.",
    ),
    "several-files": (
        "The archive does not hold exactly one file but several: {names}. Give one of them.",
        "يضم الأرشيف أكثر من ملف: {names}؛ يُرجى تقديم ملف واحد منها.",
    ),
    "empty-archive": (
        "The archive holds no file. Check that it was packed properly.",
        "لا يضم الأرشيف أي ملف؛ يُرجى التحقق من سلامة ضغطه.",
    ),
    "locked-file": (
        "The file is locked with a password. Give it without one.",
        "الملف محمي بكلمة مرور؛ يُرجى تقديمه من دونها.",
    ),
    "broken-archive": (
        "The archive is damaged or cut off. Pack and send it again.",
        "الأرشيف تالف أو غير مكتمل؛ يُرجى ضغطه وإرساله من جديد.",
    ),
    "unpacks-too-large": (
        "The file unpacks to more than {limit} MB, which is the limit. Split it, or give it unpacked.",
        "يتجاوز حجم الملف بعد فك ضغطه الحدَّ المسموح به، وهو {limit} ميغابايت؛ يُرجى تقسيمه أو تقديمه غير مضغوط.",
    ),
    "broken-workbook": (
        "The workbook cannot be read: it is damaged or in a form that is not known. Save it anew as XLSX.",
        "تعذّرت قراءة المصنّف: فهو تالف أو بصيغة غير معروفة؛ يُرجى حفظه من جديد بصيغة XLSX.",
    ),
    "unknown-sheet": (
        "The workbook has no sheet “{value}”. It has: {names}.",
        "لا توجد في المصنّف ورقة باسم «{value}»، وأوراقه: {names}.",
    ),
    "broken-json": (
        "The JSON cannot be understood after record {at}. Check it there with a JSON validator.",
        "تعذّر فهم محتوى JSON بعد السجل {at}؛ يُرجى فحص هذا الموضع بأداة للتحقق من JSON.",
    ),
    "too-sparse": (
        "The records have {found} different keys, and most records lack most of them. Turn keys into values.",
        "في السجلات {found} من المفاتيح المختلفة، ومعظمها غائب عن معظم السجلات؛ يُرجى تحويل المفاتيح إلى قيم.",
    ),
    "sheet-too-large": (
        "The sheet asks for more than {limit} MB of memory; perhaps a cell far off is filled. Delete empty rows and columns.",
        "تتطلب الورقة ذاكرة تتجاوز {limit} ميغابايت، ولعل خلية بعيدة فيها مملوءة؛ يُرجى حذف الصفوف والأعمدة الفارغة.",
    ),
    "json-without-records": (
        "The JSON holds no list of records. Give a list of objects, one object a line, or GeoJSON.",
        "لا يضم محتوى JSON قائمة سجلات؛ يُرجى تقديم قائمة كائنات، أو كائن في كل سطر، أو GeoJSON.",
    ),
    "nested-too-deep": (
        "The JSON is nested deeper than {limit} levels, which is the limit. Flatten it.",
        "يتجاوز تداخل محتوى JSON الحدَّ المسموح به، وهو {limit} من المستويات؛ يُرجى تبسيط بنيته.",
    ),
    "broken-parquet": (
        "The Parquet file is damaged or cut off. Write and send it again.",
        "ملف Parquet تالف أو غير مكتمل؛ يُرجى كتابته وإرساله من جديد.",
    ),
    "too-many-columns": (
        "The table has {found} columns or more; the limit is {limit}. Turn columns into rows.",
        "عدد أعمدة الجدول {found} أو أكثر، والحد المسموح به {limit}؛ يُرجى تحويل الأعمدة إلى صفوف.",
    ),
    "row-too-long": (
        "A row is longer than {limit} MB, which is the limit; perhaps a quote is not closed. Check the rows before it.",
        "يتجاوز طول أحد الصفوف الحدَّ المسموح به، وهو {limit} ميغابايت، ولعل علامة اقتباس لم تُغلق؛ يُرجى مراجعة ما قبله.",
    ),
    "cell-too-long": (
        "A cell is longer than {limit} MB, which is the limit. Shorten it.",
        "يتجاوز طول إحدى الخلايا الحدَّ المسموح به، وهو {limit} ميغابايت؛ يُرجى اختصارها.",
    ),
}

# Rows that are not as the others.
_ROWS: dict[str, Pair] = {
    "long-row": (
        "The row has {found} cells where the table has {expected} columns; it was set aside: {value}",
        "عدد خلايا الصف {found} وعدد أعمدة الجدول {expected}، فنُحّي الصف جانبًا: {value}",
    ),
    "short-row": (
        "The row has {found} cells where the table has {expected} columns; those at its end were read as missing.",
        "عدد خلايا الصف {found} وعدد أعمدة الجدول {expected}، فعُدّت الخلايا الناقصة في آخره مفقودة.",
    ),
    "repeated-header": (
        "The row repeats the header; it was set aside.",
        "يكرر هذا الصف صف العناوين، فنُحّي جانبًا.",
    ),
    "total-row": (
        "The row seems to add up the others; it was kept. Remove it before adding up the column.",
        "يبدو أن هذا الصف مجموع لسائر الصفوف، وقد أُبقي عليه؛ يُرجى حذفه قبل جمع العمود.",
    ),
    "repeated-key": (
        "The record gives the key “{value}” more than once; the last value was kept.",
        "يتكرر المفتاح «{value}» في السجل، وأُبقي على قيمته الأخيرة.",
    ),
    "stray-quote": (
        "A quote in the row is opened and never closed, or stands in the middle of a cell; it was read as a plain sign.",
        "في الصف علامة اقتباس لم تُغلق أو وردت في وسط خلية، فقُرئت كسائر الحروف.",
    ),
}

# Cells that could not be read.
_CELLS: dict[str, Pair] = {
    "undecodable": (
        "In the column “{column}” some bytes are no letters in the encoding of the file; they were read as �: {value}",
        "في العمود «{column}» بايتات لا تمثل حروفًا في ترميز الملف، فقُرئت �: {value}",
    ),
    "unreadable-integer": (
        "“{value}” in the column “{column}” is not a whole number; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست عددًا صحيحًا، فعُدّت مفقودة.",
    ),
    "unreadable-decimal": (
        "“{value}” in the column “{column}” is not a number; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست عددًا، فعُدّت مفقودة.",
    ),
    "unreadable-percent": (
        "“{value}” in the column “{column}” is not a percentage; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست نسبة مئوية، فعُدّت مفقودة.",
    ),
    "unreadable-boolean": (
        "“{value}” in the column “{column}” is neither yes nor no; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست «نعم» ولا «لا»، فعُدّت مفقودة.",
    ),
    "unreadable-date": (
        "“{value}” in the column “{column}” is not a date; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست تاريخًا، فعُدّت مفقودة.",
    ),
    "unreadable-datetime": (
        "“{value}” in the column “{column}” is not a date with a time; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست تاريخًا ووقتًا، فعُدّت مفقودة.",
    ),
    "unreadable-time": (
        "“{value}” in the column “{column}” is not a time of day; it was read as missing.",
        "القيمة «{value}» في العمود «{column}» ليست وقتًا، فعُدّت مفقودة.",
    ),
}

# A publisher's data dictionary.
_DICTIONARIES: dict[str, Pair] = {
    "dictionary-not-understood": (
        "The data dictionary cannot be understood: {reason}. Correct it there.",
        "تعذّر فهم قاموس البيانات: {reason}؛ يُرجى تصحيحه في هذا الموضع.",
    ),
    "dictionary-unknown-column": (
        "The data dictionary describes a column “{value}”, which the table lacks. It has: {names}.",
        "يصف قاموس البيانات عمودًا باسم «{value}» ليس في الجدول، وأعمدته: {names}.",
    ),
}

# What was decided, and how many records there were.
_DECISIONS: dict[str, Pair] = {
    "counts": (
        "{rows} rows in {columns} columns; {read} records were read, {aside} of them set aside (titles, header, notes, blank).",
        "عدد الصفوف {rows} وعدد الأعمدة {columns}، وعدد السجلات المقروءة {read}، نُحّي منها {aside} (عناوين وملاحظات وأسطر فارغة).",
    ),
    "more-problems": ("{count} more of the kind {value}", "{count} أخرى من نوع {value}"),
    "more-rows": (
        "Only the first {count} rows are shown; write the answer to a file to have all of them.",
        "لا يظهر هنا سوى أول {count} صف؛ يُرجى حفظ الإجابة في ملف للاطلاع عليها كاملة.",
    ),
    "decided-encoding": ("Encoding: {value}", "الترميز: {value}"),
    "decided-delimiter": ("Sign between cells: {value}", "الفاصل بين الخلايا: {value}"),
    "decided-quote": ("Quote sign: {value}", "علامة الاقتباس: {value}"),
    "decided-header": ("Rows of names: {value}", "عدد صفوف أسماء الأعمدة: {value}"),
    "decided-titles": ("Lines above the table: {value}", "عدد الأسطر فوق الجدول: {value}"),
    "decided-sheet": ("Sheet: {value}", "ورقة العمل: {value}"),
    "decided-records": ("Place of the records: {value}", "موضع السجلات: {value}"),
    "decided-types": ("Types: {value}", "الأنواع: {value}"),
    "decided-order": (
        "Dates in “{column}” that could be read in two ways were read as {value}",
        "قُرئت التواريخ المحتملة لأكثر من قراءة في العمود «{column}» على أنها {value}",
    ),
    "decided-decimal": (
        "Figures in “{column}” that could be read in two ways were read with {value} before the decimals",
        "قُرئت الأعداد المحتملة لأكثر من قراءة في العمود «{column}» على أن الفاصلة العشرية فيها {value}",
    ),
}

FILES: dict[str, Pair] = {**_FILES, **_ROWS, **_CELLS, **_DICTIONARIES, **_DECISIONS}

FILE_WORDS: dict[str, Pair] = {
    "value:dmy": ("day, month, year", "يوم ثم شهر ثم سنة"),
    "value:mdy": ("month, day, year", "شهر ثم يوم ثم سنة"),
    "value:ymd": ("year, month, day", "سنة ثم شهر ثم يوم"),
    "value:declared": ("as the file declares them", "كما يصرّح بها الملف"),
    "what:pdf": ("a PDF document", "مستند PDF"),
    "what:image": ("a picture", "صورة"),
    "what:archive": ("an archive of a kind that is not read", "أرشيف من نوع لا يُقرأ"),
    "what:database": ("a database", "قاعدة بيانات"),
    "what:program": ("a program", "برنامج"),
    "what:page": ("a web page", "صفحة ويب"),
    "what:xml": ("an XML document", "مستند XML"),
    "what:rdf": ("an RDF document", "مستند RDF"),
    "what:document": ("a document of an office program", "مستند مكتبي"),
    "what:binary": ("neither text nor a known format", "محتوى ليس نصًّا ولا صيغة معروفة"),
    "what:prose": ("running text", "نص متصل"),
}
"""Words of parameters: `name:value` → the word in each language."""
