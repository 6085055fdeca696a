"""The sentences about questionnaires, formulas and answers, in English and in Arabic."""

from __future__ import annotations

Pair = tuple[str, str]
"""English, Arabic."""

_FORMULAS: dict[str, Pair] = {
    "formula-not-understood": (
        (
            "The formula cannot be read near “{near}”. Check the operators and brackets, and put names with other "
            "signs than letters, digits and “_” in double quotation marks."
        ),
        (
            "تتعذّر قراءة الصيغة عند «{near}»؛ يُرجى مراجعة العمليات والأقواس، ووضع الأسماء التي تضم علامات غير الحروف "
            "والأرقام و«_» بين علامتي تنصيص مزدوجتين."
        ),
    ),
    "formula-not-allowed": (
        "“{what}” is not allowed in a formula. Use names, numbers, arithmetic, comparisons, CASE and the listed functions.",
        (
            "لا يُسمح باستخدام «{what}» في الصيغ؛ يُرجى الاقتصار على الأسماء والأرقام والعمليات الحسابية والمقارنات "
            "وCASE والدوال المعتمدة."
        ),
    ),
    "formula-unknown-name": (
        "The formula uses “{name}”, which is not defined before it. Correct the name or define it above.",
        "تستخدم الصيغة الاسم «{name}»، وهو غير معرَّف قبلها؛ يُرجى تصحيحه أو تعريفه قبلها.",
    ),
    "formula-unknown-name+suggestion": (
        "The formula uses “{name}”, which is not defined before it. Did you mean “{suggestion}”?",
        "تستخدم الصيغة الاسم «{name}»، وهو غير معرَّف قبلها؛ لعل المقصود «{suggestion}»؟",
    ),
    "formula-mixed-kinds": (
        "“{what}” joins text with numbers, or gives text where a number is needed. Compare text with text only.",
        "يجمع «{what}» بين نص ورقم، أو يعطي نصاً في موضع الرقم؛ لا يُقارن النص إلا بنص.",
    ),
    "formula-too-long": (
        "The formula is longer than {limit} characters. Divide it into several indicators.",
        "يتجاوز طول الصيغة {limit} حرف؛ يُرجى تقسيمها على عدة مؤشرات فرعية.",
    ),
    "formula-too-complex": (
        "The formula has too many parts, or more than {limit} levels of brackets. Divide it into several indicators.",
        "أجزاء الصيغة أكثر مما يُسمح به، أو تتجاوز أقواسها {limit} مستوى؛ يُرجى تقسيمها على عدة مؤشرات فرعية.",
    ),
    "formula-other-roster": (
        (
            "“{name}” is answered over “{roster}”, which does not belong here. Combine it in an indicator of its own "
            "first, or write over: {roster}."
        ),
        (
            "يُجاب عن «{name}» لكل عنصر في القائمة المرجعية «{roster}»، وهي لا تخص هذا الموضع؛ يُرجى تجميعه أولاً في مؤشر "
            "فرعي مستقل أو كتابة over: {roster}."
        ),
    ),
    "formula-other-channels": (
        "“{name}” is answered by channel, and this is not. Combine it in an indicator of its own first.",
        "يُجاب عن «{name}» لكل قناة، ولا قنوات في هذا الموضع؛ يُرجى تجميعه أولاً في مؤشر فرعي مستقل.",
    ),
}

_QUESTIONNAIRE: dict[str, Pair] = {
    "unknown-roster": (
        "There is no roster “{value}”. The rosters are: {known}.",
        "لا توجد قائمة مرجعية باسم «{value}»؛ القوائم المرجعية هي: {known}.",
    ),
    "unknown-roster+suggestion": (
        "There is no roster “{value}”. Did you mean “{suggestion}”?",
        "لا توجد قائمة مرجعية باسم «{value}»؛ لعل المقصود «{suggestion}»؟",
    ),
    "roster-items-or-file": (
        "The roster “{id}” needs exactly one of items and from.",
        "تحتاج القائمة المرجعية «{id}» إلى واحد فقط من المفتاحين items وfrom.",
    ),
    "roster-file-outside": (
        "The file “{value}” lies outside the framework's own folder. Put it beside the framework and name it from there.",
        "يقع الملف «{value}» خارج مجلد إطار القياس؛ يُرجى وضعه إلى جانب الإطار وكتابة اسمه انطلاقاً منه.",
    ),
    "roster-file-not-found": (
        "There is no file “{value}” in the framework's folder. Check its name.",
        "لا يوجد ملف باسم «{value}» في مجلد إطار القياس؛ يُرجى التحقق من الاسم.",
    ),
    "roster-file-kind": (
        "The roster “{value}” must be a YAML list of items or a CSV file with a column id.",
        "يجب أن تكون القائمة المرجعية «{value}» قائمة بصيغة YAML أو ملف CSV فيه عمود id.",
    ),
    "mixed-attribute": (
        "“{key}” is a number at some items of “{roster}” and text at others. Make it one of the two everywhere.",
        "قيمة «{key}» رقم في بعض عناصر «{roster}» ونص في بعضها؛ يُرجى توحيد النوع في جميع العناصر.",
    ),
    "name-taken": (
        "“{id}” already names something that formulas can use: {first}. Choose another id.",
        "الاسم «{id}» مستخدم في الصيغ لغرض آخر: {first}؛ يُرجى اختيار معرّف آخر.",
    ),
    "choices-and-range": (
        "“{id}” has both choices and a range. Keep one of them.",
        "للسؤال «{id}» خيارات ونطاق معاً؛ يُرجى الإبقاء على أحدهما.",
    ),
    "choice-twice": (
        "“{value}” and “{other}” are read as the same answer, and earn different points. Change one of them.",
        "تُقرأ «{value}» و«{other}» إجابةً واحدة، ونقاطهما مختلفة؛ يُرجى تغيير إحداهما.",
    ),
    "code-twice": (
        "The code “{value}” of “{id}” is also that of “{other}”. Give each its own.",
        "الرمز «{value}» للسؤال «{id}» هو أيضاً رمز السؤال «{other}»؛ يُرجى إعطاء كل سؤال رمزاً خاصاً.",
    ),
    "otherwise-without-when": (
        "“{id}” has points for a shut gate and no gate. Add when, or remove otherwise.",
        "للسؤال «{id}» نقاط عند عدم تحقق الشرط من دون ذكر شرط؛ يُرجى إضافة when أو حذف otherwise.",
    ),
    "cyclic-when": (
        "The gates lead in a circle: {circle}. Let one of these questions be asked unconditionally.",
        "تشكّل شروط الأسئلة حلقة مغلقة: {circle}؛ يُرجى جعل أحدها غير مشروط.",
    ),
    "only-with-over": (
        "“{key}” needs a roster, and “{id}” is not over one. Add over, or remove the key.",
        "المفتاح «{key}» يحتاج إلى قائمة مرجعية، ولم تُذكر للمؤشر الفرعي «{id}»؛ يُرجى إضافة over أو حذف المفتاح.",
    ),
    "weight-not-used": (
        "Weights have no meaning for combine: {combine}. Use mean or share, or remove weight from “{id}”.",
        "لا معنى للأوزان مع combine: {combine}؛ يُرجى استخدام mean أو share أو حذف weight من «{id}».",
    ),
    "unknown-channel-choice": (
        "“{value}” is neither best, worst, mean or sum nor a channel of what “{id}” uses. The channels are: {known}.",
        "«{value}» ليس best أو worst أو mean أو sum ولا قناة مما يستخدمه «{id}»؛ القنوات هي: {known}.",
    ),
    "channel-name-reserved": (
        "A channel cannot be called “{value}”: the word says how channels are combined. Choose another id.",
        "لا تصلح «{value}» اسماً لقناة، فهي تدل على طريقة تجميع القنوات؛ يُرجى اختيار معرّف آخر.",
    ),
}

_ANSWERS: dict[str, Pair] = {
    "no-answers": (
        "There are no answers here: neither columns “{question}” and “{answer}” nor one named after a question.",
        "لا إجابات في هذا الجدول: فليس فيه العمودان «{question}» و«{answer}» ولا عمود باسم أحد الأسئلة.",
    ),
    "missing-question": (
        "The row does not say which question it answers. Fill the cell.",
        "لا يذكر الصف السؤال الذي يجيب عنه؛ يُرجى ملء الخلية.",
    ),
    "unknown-question": (
        "“{value}” is not a question of the framework. Correct it or remove the row.",
        "«{value}» ليس من أسئلة إطار القياس؛ يُرجى تصحيحه أو حذف الصف.",
    ),
    "unknown-question+suggestion": (
        "“{value}” is not a question of the framework. Did you mean “{suggestion}”?",
        "«{value}» ليس من أسئلة إطار القياس؛ لعل المقصود «{suggestion}»؟",
    ),
    "missing-item": (
        "The row does not say which item of “{roster}” it is about. Fill the cell.",
        "لا يذكر الصف العنصر الذي يخصه من القائمة المرجعية «{roster}»؛ يُرجى ملء الخلية.",
    ),
    "unknown-item": (
        "“{value}” is not in the roster “{roster}”. Correct it or add it there.",
        "«{value}» ليس في القائمة المرجعية «{roster}»؛ يُرجى تصحيحه أو إضافته إليها.",
    ),
    "unknown-item+suggestion": (
        "“{value}” is not in the roster “{roster}”. Did you mean “{suggestion}”?",
        "«{value}» ليس في القائمة المرجعية «{roster}»؛ لعل المقصود «{suggestion}»؟",
    ),
    "missing-channel": (
        "The row does not say which channel it is about. Fill the cell with one of: {known}.",
        "لا يذكر الصف القناة التي يخصها؛ يُرجى كتابة إحدى القنوات: {known}.",
    ),
    "unknown-channel": (
        "“{value}” is not a channel of “{question}”. Its channels are: {known}.",
        "«{value}» ليست من قنوات السؤال «{question}»؛ قنواته هي: {known}.",
    ),
    "answer-not-a-choice": (
        "“{value}” is not an answer to “{question}”. The answers are: {choices}.",
        "«{value}» ليست من إجابات السؤال «{question}»؛ الإجابات هي: {choices}.",
    ),
    "answer-not-a-number": (
        "“{value}” is not a number, and “{question}” is answered with one. Write a figure, or leave the cell empty.",
        "«{value}» ليس رقماً، والسؤال «{question}» يُجاب عنه برقم؛ يُرجى كتابة رقم أو ترك الخلية فارغة.",
    ),
    "answer-out-of-range": (
        "The answer {value} to “{question}” must lie between {low} and {high}.",
        "يجب أن تقع الإجابة {value} عن السؤال «{question}» بين {low} و{high}.",
    ),
    "duplicate-answer": (
        "“{unit}” answers “{question}” a second time for {time}; the first is in row {first}. Keep one of them.",
        (
            "أجابت الوحدة «{unit}» عن السؤال «{question}» مرة ثانية للفترة {time}، والإجابة الأولى في الصف {first}؛ "
            "يُرجى الإبقاء على إحداهما."
        ),
    ),
    "evidence-missing": (
        "The answer “{value}” to “{question}” earns points and has no evidence. Give a link to it.",
        "تُحتسب للإجابة «{value}» عن السؤال «{question}» نقاط وليس معها دليل؛ يُرجى إرفاق رابط الدليل.",
    ),
}

ANSWER_SENTENCES: dict[str, Pair] = {**_FORMULAS, **_QUESTIONNAIRE, **_ANSWERS}
"""Problem code → sentence; a code followed by ``+suggestion`` is used when a suggestion is at hand."""
