"""The sentences of every problem code, in English and in Arabic; the codes are stable, the wording is not."""

from multaqa.composite.answers.sentences import ANSWER_SENTENCES
from multaqa.composite.steps.sentences import STEP_SENTENCES

Pair = tuple[str, str]
"""English, Arabic."""

# The document as a file.
_DOCUMENT: dict[str, Pair] = {
    "not-text": (
        "This is not text in UTF-8. Save the file as UTF-8.",
        "محتوى الملف ليس نصاً بترميز UTF-8؛ يُرجى حفظه بهذا الترميز.",
    ),
    "not-yaml": (
        "This cannot be read as YAML. Check the indentation, the colons and the brackets here.",
        "تتعذّر قراءة هذا الموضع بصيغة YAML؛ يُرجى مراجعة المسافات البادئة والنقطتين والأقواس.",
    ),
    "empty-document": (
        "The document is empty. Start with the keys id, edition, name and tree.",
        "المستند فارغ؛ يُرجى البدء بالمفاتيح id وedition وname وtree.",
    ),
    "several-documents": (
        "The file holds a second YAML document. Keep one framework to a file.",
        "يضم الملف مستند YAML ثانياً؛ يُرجى الاكتفاء بإطار قياس واحد في كل ملف.",
    ),
    "too-large": (
        "The document is larger than {limit} bytes. Shorten it.",
        "يتجاوز حجم المستند {limit} بايت؛ يُرجى اختصاره.",
    ),
    "too-deep": (
        "The document is nested deeper than {limit} levels. Flatten it.",
        "يتجاوز تداخل المستند {limit} مستوى؛ يُرجى تبسيط بنيته.",
    ),
    "alias-not-allowed": (
        "Anchors (&) and aliases (*) are not allowed. Write the value out where it is needed.",
        "لا يُسمح باستخدام علامتي الإحالة & و*؛ يُرجى كتابة القيمة كاملةً حيث يُحتاج إليها.",
    ),
    "tag-not-allowed": (
        "The tag “{tag}” is not allowed. Write the plain value.",
        "لا يُسمح بالوسم «{tag}»؛ يُرجى كتابة القيمة مجردةً.",
    ),
    "duplicate-key": (
        "The key “{key}” stands twice in the same place; the first is on line {first}. Remove one of them.",
        "ورد المفتاح «{key}» مرتين في الموضع نفسه، وورد أول مرة في السطر {first}؛ يُرجى حذف أحدهما.",
    ),
}

# Keys and values of the document.
_FRAMEWORK: dict[str, Pair] = {
    "unknown-key": (
        "The key “{key}” is not known here. The known keys are: {known}.",
        "المفتاح «{key}» غير معروف هنا؛ المفاتيح المعروفة هي: {known}.",
    ),
    "unknown-key+suggestion": (
        "The key “{key}” is not known here. Did you mean “{suggestion}”?",
        "المفتاح «{key}» غير معروف هنا؛ لعل المقصود «{suggestion}»؟",
    ),
    "missing-key": (
        "The key “{key}” is missing. Add it here.",
        "المفتاح «{key}» غير موجود؛ يُرجى إضافته هنا.",
    ),
    "parameter-missing": (
        "“{value}” cannot do without “{key}”. Write {{kind: {value}, {key}: …}}.",
        "لا تُستخدم «{value}» من دون «{key}»؛ يُرجى كتابة {{kind: {value}, {key}: …}}.",
    ),
    "wrong-type": (
        "“{key}” must be {expected}, not {found}.",
        "يجب أن تكون قيمة «{key}» {expected}، لا {found}.",
    ),
    "unknown-choice": (
        "“{value}” is not a choice for “{key}”. Choose one of: {choices}.",
        "القيمة «{value}» ليست من خيارات «{key}»؛ يُرجى اختيار واحدة مما يلي: {choices}.",
    ),
    "unknown-choice+suggestion": (
        "“{value}” is not a choice for “{key}”. Did you mean “{suggestion}”?",
        "القيمة «{value}» ليست من خيارات «{key}»؛ لعل المقصود «{suggestion}»؟",
    ),
    "empty": (
        "“{key}” is empty. Fill it or remove it.",
        "قيمة «{key}» فارغة؛ يُرجى ملؤها أو حذف المفتاح.",
    ),
    "bad-id": (
        "“{value}” cannot be an id. Start with a letter and use letters, digits, “_”, “-” and “.” only.",
        "لا يصلح «{value}» معرّفاً؛ يُرجى البدء بحرف والاقتصار على الحروف والأرقام والعلامات «_» و«-» و«.».",
    ),
    "bad-language": (
        "“{value}” is not a language code. Write codes such as en, ar or fr.",
        "«{value}» ليس رمز لغة؛ يُرجى كتابة رموز مثل en أو ar أو fr.",
    ),
    "duplicate-id": (
        "The id “{id}” is used twice; the first is on line {first}. Give each its own id.",
        "استُخدم المعرّف «{id}» مرتين، وورد أول مرة في السطر {first}؛ يُرجى إعطاء كلٍّ معرّفه الخاص.",
    ),
    "weight-not-a-number": (
        "The weight “{value}” is not a number. Write a number such as 1 or 0.4, without quotation marks.",
        "الوزن «{value}» ليس رقماً؛ يُرجى كتابة رقم مثل 1 أو 0.4 من دون علامتي تنصيص.",
    ),
    "weight-negative": (
        "The weight {value} is negative. Write zero or more; use direction: negative to turn an indicator round.",
        "الوزن {value} سالب؛ يُرجى كتابة صفر أو أكثر، ولعكس اتجاه مؤشر فرعي يُستخدم direction: negative.",
    ),
    "weights-all-zero": (
        "All the weights below “{id}” are zero, so it has no score. Give at least one a weight above zero.",
        "جميع الأوزان تحت «{id}» صفر، فلا تُحسب له قيمة؛ يُرجى إعطاء أحدها وزناً أكبر من الصفر.",
    ),
    "out-of-range": (
        "“{key}” is {value}; it must lie between {low} and {high}.",
        "قيمة «{key}» هي {value}، ويجب أن تقع بين {low} و{high}.",
    ),
    "not-positive": (
        "“{key}” is {value}; it must be above zero.",
        "قيمة «{key}» هي {value}، ويجب أن تكون أكبر من الصفر.",
    ),
    "bounds-order": (
        "The lower bound {low} of “{key}” is not below the upper bound {high}. Write the lower one first.",
        "الحد الأدنى {low} في «{key}» ليس أقل من الحد الأعلى {high}؛ يُرجى كتابة الحد الأدنى أولاً.",
    ),
    "band-overlap": (
        (
            "The band “{id}” starts at {value}, which is not below the start {previous} of the band before it. "
            "List bands from the highest down."
        ),
        (
            "تبدأ الفئة «{id}» عند {value}، وهو ليس أقل من بداية الفئة السابقة {previous}؛ "
            "يُرجى ترتيب الفئات تنازلياً من الأعلى."
        ),
    ),
    "band-boundary": (
        "The band “{id}” needs exactly one of above and from; only the last band may go without.",
        "تحتاج الفئة «{id}» إلى واحد فقط من المفتاحين above وfrom، ولا يُستغنى عنه إلا في الفئة الأخيرة.",
    ),
    "only-for-indicators": (
        "“{key}” belongs to indicators, and “{id}” has children. Write it at the indicators below.",
        "المفتاح «{key}» خاص بالمؤشرات الفرعية، وللعنصر «{id}» فروع؛ يُرجى كتابته عند المؤشرات الفرعية تحته.",
    ),
    "only-for-pillars": (
        "“{key}” belongs to nodes with children, and “{id}” has none. Remove it.",
        "المفتاح «{key}» خاص بالعناصر ذات الفروع، وليس للعنصر «{id}» فروع؛ يُرجى حذفه.",
    ),
    "direction-without-normalisation": (
        (
            "“{id}” counts downwards but is not normalised, so its direction has no effect. "
            "Give it a normalisation, for example minmax."
        ),
        "اتجاه المؤشر الفرعي «{id}» سالب من دون تطبيع، فلا أثر لاتجاهه؛ يُرجى تحديد طريقة تطبيع له، مثل minmax.",
    ),
    "rank-needs-rounding": (
        "Ranks are taken on published scores, but no number of decimals is given. Add decimals to method.round.",
        "تُحدَّد المراتب وفق القيم المنشورة، ولم يُذكر عدد المنازل العشرية؛ يُرجى إضافة decimals إلى method.round.",
    ),
    "decimals-with-data-precision": (
        "Ranks are taken at the precision of the data, and decimals are given as well. Remove one of the two.",
        "تُحدَّد المراتب وفق دقة البيانات، وذُكر معها عدد المنازل العشرية؛ يُرجى الاكتفاء بأحدهما.",
    ),
    "rescale-with-every-level": (
        (
            "“{id}” is rescaled for publication and also hands its rounded score upwards, which would be rounded on "
            "another scale. Round at publication, or leave rescale out."
        ),
        (
            "يُعاد تحجيم «{id}» للنشر وتُرفع قيمته المقرّبة إلى المستوى الأعلى معاً، فيقع التقريب على سلم آخر؛ "
            "يُرجى التقريب عند النشر أو حذف rescale."
        ),
    ),
    "edition-out-of-reach": (
        (
            "“{key}” of “{id}” refers to another edition, which only indicators can. "
            "State its figures, such as low and high, instead."
        ),
        "يستند «{key}» في «{id}» إلى دورة أخرى، وهذا متاح للمؤشرات الفرعية وحدها؛ يُرجى ذكر أرقامها مباشرةً، مثل low وhigh.",
    ),
    "log-needs-positive": (
        "The goalpost {low} has no logarithm. Write one above zero, or leave log out.",
        "لا لوغاريتم للحد {low}؛ يُرجى كتابة حد أكبر من الصفر أو حذف log.",
    ),
    "thresholds-order": (
        "The threshold {value} is not above the one before it, {previous}. List thresholds from the lowest up.",
        "العتبة {value} ليست أعلى من العتبة السابقة {previous}؛ يُرجى ترتيب العتبات تصاعدياً من الأدنى.",
    ),
    "points-count": (
        "{thresholds} thresholds make {classes} classes, and there are points for {points}. Give points for each.",
        "عدد العتبات {thresholds} فعدد الفئات {classes}، والنقاط المذكورة عددها {points}؛ يُرجى ذكر النقاط لكل فئة.",
    ),
    "exponent-zero": (
        "A power mean with the exponent 0 is the geometric mean. Write aggregate: geometric.",
        "المتوسط المعمَّم بأس قيمته صفر هو المتوسط الهندسي؛ يُرجى كتابة aggregate: geometric.",
    ),
    "unknown-predictor": (
        "“{value}” is not another indicator of the tree, so nothing can be estimated from it. Correct the id.",
        "«{value}» ليس مؤشراً فرعياً آخر في الشجرة، فلا يُقدَّر منه شيء؛ يُرجى تصحيح المعرّف.",
    ),
    "unknown-predictor+suggestion": (
        "“{value}” is not another indicator of the tree, so nothing can be estimated from it. Did you mean “{suggestion}”?",
        "«{value}» ليس مؤشراً فرعياً آخر في الشجرة، فلا يُقدَّر منه شيء؛ لعل المقصود «{suggestion}»؟",
    ),
    "kept-and-removed": (
        "“{unit}” is to be kept and removed at once. Name it in one of the two lists.",
        "ورد اسم «{unit}» في قائمتي الإبقاء والاستبعاد معاً؛ يُرجى ذكره في إحداهما.",
    ),
    "column-twice": (
        "The column “{column}” is given two meanings: {first} and {second}. Name a column for each.",
        "أُعطي العمود «{column}» معنيين: {first} و{second}؛ يُرجى تسمية عمود لكل منهما.",
    ),
}

# Numbers, in either place.
_NUMBERS: dict[str, Pair] = {
    "non-finite": (
        "“{value}” is not a finite number. Write the number, or leave the place empty.",
        "«{value}» ليس رقماً محدوداً؛ يُرجى كتابة الرقم أو ترك الموضع فارغاً.",
    ),
    "number-too-large": (
        "{value} is too large to be computed with. Check the figure or change its unit of measure.",
        "الرقم {value} أكبر من أن يُحسب به؛ يُرجى التحقق منه أو تغيير وحدة القياس.",
    ),
}

# The table of data.
_DATA: dict[str, Pair] = {
    "not-a-table": (
        "This is not a table. Give a pandas, Polars or Arrow table, a mapping of columns or a list of records.",
        "ليست هذه بيانات جدولية؛ يُرجى تقديم جدول pandas أو Polars أو Arrow، أو أعمدة مسماة، أو قائمة سجلات.",
    ),
    "uneven-columns": (
        "The column has {found} cells where the others have {expected}. Fill or cut it to the same length.",
        "عدد خلايا هذا العمود {found}، وعددها في سائر الأعمدة {expected}؛ يُرجى توحيد طول الأعمدة.",
    ),
    "no-rows": (
        "The table has no rows. Add at least one.",
        "لا صفوف في الجدول؛ يُرجى إضافة صف واحد على الأقل.",
    ),
    "duplicate-column": (
        "Two columns are called “{name}”. Rename or remove one of them.",
        "في الجدول عمودان باسم «{name}»؛ يُرجى تغيير اسم أحدهما أو حذفه.",
    ),
    "ragged-row": (
        "The row has {found} cells, and the header has {expected}. Check the separators and quotation marks.",
        "عدد خلايا هذا الصف {found}، وعددها في صف العناوين {expected}؛ يُرجى مراجعة الفواصل وعلامات التنصيص.",
    ),
    "unknown-unit-column": (
        (
            "There is no column “{name}” that names the units. The columns are: {columns}. "
            "Rename one, or set columns.unit (for answers, answers.unit) in the framework."
        ),
        (
            "لا يوجد عمود باسم «{name}» يحدد الوحدات؛ أعمدة الجدول هي: {columns}. "
            "يُرجى تغيير اسم أحدها أو ضبط columns.unit في إطار القياس (أو answers.unit للإجابات)."
        ),
    ),
    "missing-unit": (
        "The row does not say which unit it is about. Fill the cell.",
        "لا يذكر الصف الوحدة التي يخصها؛ يُرجى ملء الخلية.",
    ),
    "missing-time": (
        "The row does not say which time it is about. Fill the cell.",
        "لا يذكر الصف الفترة الزمنية التي يخصها؛ يُرجى ملء الخلية.",
    ),
    "not-a-number": (
        (
            "“{value}” is not a number. Write a figure, leave the cell empty, or give a reason: not participating, "
            "not applicable, no data, not reported."
        ),
        (
            "«{value}» ليس رقماً؛ يُرجى كتابة رقم أو ترك الخلية فارغة أو ذكر السبب: غير مشارك، لا ينطبق، لا تتوفر بيانات، "
            "لم يُبلَّغ عنه."
        ),
    ),
    "unknown-reason": (
        (
            "“{value}” is not a known reason for a missing value. Write: not participating, not applicable, no data "
            "or not reported."
        ),
        "«{value}» ليس سبباً معروفاً لغياب القيمة؛ يُرجى كتابة: غير مشارك، أو لا ينطبق، أو لا تتوفر بيانات، أو لم يُبلَّغ عنه.",
    ),
    "value-with-reason": (
        "The row gives the value {value} and also a reason why it is missing: {reason}. Keep one of them.",
        "في الصف القيمة {value} ومعها سبب لغيابها: {reason}؛ يُرجى الإبقاء على أحدهما.",
    ),
    "duplicate-row": (
        "“{unit}” has a second row for {time}; the first is row {first}. Keep one of them.",
        "للوحدة «{unit}» صف ثانٍ للفترة {time}، والأول هو الصف {first}؛ يُرجى الإبقاء على أحدهما.",
    ),
    "duplicate-value": (
        "“{unit}” has a second value of “{indicator}” for {time}; the first is in row {first}. Keep one of them.",
        (
            "للوحدة «{unit}» قيمة ثانية للمؤشر الفرعي «{indicator}» عن الفترة {time}، والأولى في الصف {first}؛ "
            "يُرجى الإبقاء على إحداهما."
        ),
    ),
    "unknown-indicator": (
        "“{value}” is not an indicator of the framework. Correct it or remove the row.",
        "«{value}» ليس من المؤشرات الفرعية في إطار القياس؛ يُرجى تصحيحه أو حذف الصف.",
    ),
    "unknown-indicator+suggestion": (
        "“{value}” is not an indicator of the framework. Did you mean “{suggestion}”?",
        "«{value}» ليس من المؤشرات الفرعية في إطار القياس؛ لعل المقصود «{suggestion}»؟",
    ),
    "data-missing": (
        "There are no data for: {names}. Give a table of data beside the answers.",
        "لا بيانات للمؤشرات الفرعية الآتية: {names}؛ يُرجى تقديم جدول البيانات إلى جانب الإجابات.",
    ),
    "answers-missing": (
        "There are no answers for: {names}. Give a table of answers.",
        "لا إجابات للمؤشرات الفرعية الآتية: {names}؛ يُرجى تقديم جدول الإجابات.",
    ),
    "denominator-twice": (
        "“{column}” has a second, different value for “{unit}” in {time}. Keep one of them.",
        "في العمود «{column}» قيمة ثانية مختلفة للوحدة «{unit}» عن الفترة {time}؛ يُرجى الإبقاء على إحداهما.",
    ),
    "node-without-data": (
        "No data reach the indicator “{id}”. Add a column (or rows) of that name with values, or remove the node.",
        "لا بيانات للمؤشر الفرعي «{id}»؛ يُرجى إضافة عمود (أو صفوف) بهذا الاسم وملؤه بالقيم، أو حذف العنصر من الإطار.",
    ),
    "out-of-scale": (
        "{value} lies outside the framework's scale from {low} to {high}. Check the unit of measure.",
        "القيمة {value} خارج سلم الإطار الممتد من {low} إلى {high}؛ يُرجى مراجعة وحدة القياس.",
    ),
    "negative-in-geometric": (
        (
            "The aggregation of “{id}” needs values of zero or more and meets {value} for “{unit}”. "
            "Normalise to values of zero or more, or use the arithmetic mean."
        ),
        (
            "يتطلب تجميع «{id}» قيماً لا تقل عن الصفر، وقيمة الوحدة «{unit}» هي {value}؛ "
            "يُرجى التطبيع إلى قيم لا تقل عن الصفر أو استخدام المتوسط الحسابي."
        ),
    ),
    "unknown-unit+suggestion": (
        "There is no unit “{value}” here. Did you mean “{suggestion}”?",
        "لا توجد وحدة «{value}» هنا؛ لعل المقصود «{suggestion}»؟",
    ),
    "unknown-node+suggestion": (
        "There is no node “{value}” in this framework. Did you mean “{suggestion}”?",
        "لا يوجد عنصر «{value}» في إطار القياس هذا؛ لعل المقصود «{suggestion}»؟",
    ),
    "node-without-data+suggestion": (
        "No data reach the indicator “{id}”. Did you mean the column “{suggestion}”? Ids and columns must be the same.",
        "لا بيانات للمؤشر الفرعي «{id}»؛ لعل المقصود العمود «{suggestion}»؟ يجب أن يتطابق المعرّف واسم العمود.",
    ),
    "unknown-unit": (
        "There is no unit “{value}” in the data.",
        "لا توجد وحدة باسم «{value}» في البيانات.",
    ),
    "unknown-node": (
        "There is no node “{value}” in this framework.",
        "لا يوجد عنصر «{value}» في إطار القياس هذا.",
    ),
    "unknown-time": (
        "There is no time “{value}” in the data. There are: {known}.",
        "لا توجد فترة زمنية «{value}» في البيانات؛ المتاح: {known}.",
    ),
}

# Files on disk.
_FILES: dict[str, Pair] = {
    "file-not-found": (
        "There is no such file or preset. Check the path.",
        "لا يوجد ملف أو إطار جاهز بهذا الاسم؛ يُرجى التحقق من المسار.",
    ),
    "cannot-read": (
        "The file cannot be read. Check that it is whole, that you may open it and that its suffix tells its kind.",
        "تتعذّر قراءة الملف؛ يُرجى التحقق من سلامته ومن صلاحية فتحه ومن أن لاحقته تدل على نوعه.",
    ),
    "cannot-write": (
        "The file cannot be written. Check that the folder exists and that you may write there.",
        "تتعذّر كتابة الملف؛ يُرجى التحقق من وجود المجلد ومن صلاحية الكتابة فيه.",
    ),
    "table-option": (
        "“{value}” does not name a table. Write NAME=FILE, with the name that the framework refers to.",
        "القيمة «{value}» لا تسمي جدولاً؛ يُرجى كتابتها بالصيغة NAME=FILE بالاسم الوارد في إطار القياس.",
    ),
    "unknown-format": (
        "The suffix “{suffix}” is not known. Use one of: {known}.",
        "اللاحقة «{suffix}» غير معروفة؛ يُرجى استخدام واحدة مما يلي: {known}.",
    ),
}

# Sources of figures that do not fit together, and uncertainty analyses.
_ANALYSES: dict[str, Pair] = {
    "derived-with-children": (
        "“{id}” is computed from answers, and has children in the tree. Rename one of the two.",
        "«{id}» محسوب من الإجابات وله فروع في الشجرة؛ يُرجى تغيير اسم أحدهما.",
    ),
    "too-many-combinations": (
        "The choices left open combine in {count} ways; {limit} can be computed. Leave fewer choices open.",
        "عدد توليفات الخيارات المفتوحة {count}، والحد الأقصى {limit}؛ يُرجى تقليل الخيارات المفتوحة.",
    ),
    "nothing-uncertain": (
        "The assumptions leave nothing uncertain. Let weights, a choice of method or the data vary.",
        "ليس في الافتراضات ما يولّد عدم يقين؛ يُرجى إتاحة تغيير الأوزان أو أحد خيارات المنهجية أو البيانات.",
    ),
    "own-weights-compared": (
        "At “{id}” each unit has weights of its own (benefit of the doubt), and “{method}” needs weights that all share. Take another weighting or aggregation.",
        "لكل وحدة في «{id}» أوزانها الخاصة (منفعة الشك)، وتتطلب طريقة التجميع «{method}» أوزاناً واحدة لجميع الوحدات؛ يُرجى اختيار طريقة أخرى لتحديد الأوزان أو للتجميع.",
    ),
    "treatment-needs-positive": (
        "The logarithm at “{id}” meets the value {value} for “{unit}”, which has none. Take a form that shifts the values, for example range.",
        "لا لوغاريتم للقيمة {value} في «{id}» للوحدة «{unit}»؛ يُرجى اختيار صورة للتحويل تزيح القيم، مثل range.",
    ),
    "treatment-needs-range": (
        "The form gii at “{id}” needs a highest value above 1, and it is {value}. Take another form, for example range.",
        "يتطلب التحويل بالصورة gii في «{id}» أن تزيد أعلى قيمة على 1، وهي {value}؛ يُرجى اختيار صورة أخرى، مثل range.",
    ),
    "own-weights-vary": (
        "At “{id}” each unit has weights of its own (benefit of the doubt), which cannot be drawn anew. State weights there, or use the aggregation of that name.",
        "لكل وحدة في «{id}» أوزانها الخاصة (منفعة الشك)، فلا يمكن تغييرها بالسحب العشوائي؛ يُرجى تحديد الأوزان أو استخدام طريقة التجميع المسماة بهذا الاسم.",
    ),
}

# The public sources of a published index.
_SOURCES: dict[str, Pair] = {
    "unknown-reproduction": (
        "There is nothing called “{value}” to reproduce. There are: {known}.",
        "لا يوجد ما يُعاد إنتاجه باسم «{value}»؛ المتاح: {known}.",
    ),
    "source-missing": (
        "The source “{id}” is not in the folder. Put the file there under this name.",
        "المصدر «{id}» غير موجود في المجلد؛ يُرجى وضع الملف فيه بهذا الاسم.",
    ),
    "source-without-address": (
        "The source “{id}” cannot be downloaded. Put this file into a folder and name it with --sources: {en}",
        "لا يمكن تنزيل المصدر «{id}»؛ يُرجى وضع هذا الملف في مجلد وتحديده بالخيار --sources: {ar}",
    ),
    "source-not-reached": (
        "The address cannot be reached. Try again later, or download the file yourself and name its folder with --sources.",
        "تعذّر الوصول إلى العنوان؛ يُرجى إعادة المحاولة لاحقاً أو تنزيل الملف وتحديد مجلده بالخيار --sources.",
    ),
    "nothing-compared": (
        "The source holds no figure to compare under “{name}”. Check that it is the right file.",
        "لا يضم المصدر أي رقم للمقارنة ضمن «{name}»؛ يُرجى التحقق من أنه الملف الصحيح.",
    ),
    "source-without-column": (
        "The source has no column “{value}”. It has: {known}. Check that it is the right file.",
        "لا يوجد في المصدر عمود باسم «{value}»؛ أعمدته هي: {known}. يُرجى التحقق من أنه الملف الصحيح.",
    ),
    "source-not-a-number": (
        "The source has “{value}” where a published figure should stand. Check that it is the right file.",
        "في المصدر «{value}» حيث ينبغي أن يرد رقم منشور؛ يُرجى التحقق من أنه الملف الصحيح.",
    ),
    "source-too-large": (
        "The source is larger than {limit} bytes. Check that it is the right file.",
        "يتجاوز حجم المصدر {limit} بايت؛ يُرجى التحقق من أنه الملف الصحيح.",
    ),
    "source-changed": (
        "The source “{id}” is not the one that was recorded: its SHA-256 is {found}, not {expected}. Take the recorded version.",
        "المصدر «{id}» ليس النسخة المسجلة: بصمته SHA-256 هي {found} لا {expected}؛ يُرجى استخدام النسخة المسجلة.",
    ),
}

SENTENCES: dict[str, Pair] = {
    **_DOCUMENT,
    **_FRAMEWORK,
    **_NUMBERS,
    **_DATA,
    **STEP_SENTENCES,
    **ANSWER_SENTENCES,
    **_ANALYSES,
    **_SOURCES,
    **_FILES,
}
"""Problem code → sentence; a code followed by ``+suggestion`` is used when a suggestion is at hand."""

PLACES: dict[str, Pair] = {
    "file": ("{}", "{}"),
    "line": ("line {}", "السطر {}"),
    "row": ("row {}", "الصف {}"),
    "column": ("column {}", "العمود {}"),
    "node": ("node {}", "العنصر {}"),
}

WORDS: dict[str, Pair] = {
    "type:number": ("a number", "رقماً"),
    "type:integer": ("a whole number", "عدداً صحيحاً"),
    "type:fraction": ("a number with decimals", "رقماً بمنازل عشرية"),
    "type:text": ("text", "نصاً"),
    "type:mapping": ("a mapping (key: value)", "مجموعة مفاتيح وقيم (key: value)"),
    "type:choice": ("a name, or a mapping with kind", "اسماً أو مجموعة مفاتيح فيها kind"),
    "type:list": ("a list", "قائمة"),
    "type:pair": ("a list of two numbers", "قائمة من رقمين"),
    "type:other-length": ("a list of another length", "قائمة بطول آخر"),
    "type:boolean": ("true or false", "true أو false"),
    "type:nothing": ("empty", "فارغة"),
    "type:other": ("another kind of value", "قيمة من نوع آخر"),
    "meaning:unit": ("the unit", "الوحدة"),
    "meaning:time": ("the time", "الفترة الزمنية"),
    "meaning:indicator": ("the indicator", "المؤشر الفرعي"),
    "meaning:value": ("the value", "القيمة"),
    "meaning:status": ("the reason", "السبب"),
    "meaning:node": ("a node of the tree", "عنصر في الشجرة"),
    "meaning:published-score": ("the publisher's score", "القيمة المنشورة"),
    "meaning:published-rank": ("the publisher's rank", "المرتبة المنشورة"),
    "reason:not_participating": ("not participating", "غير مشارك"),
    "reason:not_applicable": ("not applicable", "لا ينطبق"),
    "reason:no_data": ("no data", "لا تتوفر بيانات"),
    "reason:not_reported": ("not reported", "لم يُبلَّغ عنه"),
    "reason:screened_out": ("too little data", "بيانات غير كافية"),
}
"""Parameters that are themselves words of a language."""
