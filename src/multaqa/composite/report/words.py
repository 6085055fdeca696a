"""The words of audit and report, in English and in Arabic.

``{node}``, ``{second}`` and ``{third}`` are names from the framework, ``{units}`` names from the data; every other
placeholder is a number that `writing` has put into words. The Arabic counted nouns (`nouns`) stand in the genitive, so
that the sentences set them after a preposition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Pair = tuple[str, str]
"""English, Arabic."""


@dataclass(frozen=True)
class FindingWords:
    """How a finding is told.

    ``one`` is the sentence of a single finding. Several of one code are told by ``many``, in which ``{count}`` stands
    for the counted ``noun``, each with its ``item``. ``meaning`` says what follows from it.
    """

    noun: str
    one: Pair
    many: Pair
    item: Pair
    meaning: Pair


FINDINGS: Mapping[str, FindingWords] = {
    "indicator-low-availability": FindingWords(
        noun="indicators",
        one=(
            "Only {share} of the values of “{node}” are available; at least {least} are expected of an indicator.",
            "لا تتوافر سوى {share} من قيم المؤشر الفرعي «{node}»، والحد الأدنى المعتمد {least}.",
        ),
        many=(
            "Fewer than {least} of the values are available in {count}:",
            "تقل نسبة القيم المتوافرة عن {least} في {count}:",
        ),
        item=("{node} ({share})", "{node} ({share})"),
        meaning=(
            "Where little is observed, scores rest on imputed values or on the remaining indicators.",
            "كلما قلّت القيم المرصودة استندت النتائج إلى قيم مقدَّرة أو إلى سائر المؤشرات الفرعية.",
        ),
    ),
    "indicator-many-zeros": FindingWords(
        noun="indicators",
        one=(
            "{share} of the values of “{node}” are zero.",
            "تبلغ نسبة القيم الصفرية في المؤشر الفرعي «{node}» {share}.",
        ),
        many=(
            "More than half of the values are zero in {count}:",
            "تزيد نسبة القيم الصفرية على النصف في {count}:",
        ),
        item=("{node} ({share})", "{node} ({share})"),
        meaning=(
            "Such an indicator tells few units apart; whether zero means none or not reported should be confirmed.",
            "لا يميّز مثل هذا المؤشر إلا بين عدد قليل من الوحدات؛ ويحسن التحقق مما إذا كان الصفر يعني الانعدام أم عدم الإبلاغ.",
        ),
    ),
    "indicator-constant": FindingWords(
        noun="indicators",
        one=(
            "“{node}” has the same value everywhere and tells nobody apart.",
            "تتساوى جميع قيم المؤشر الفرعي «{node}»، فلا يميّز بين الوحدات.",
        ),
        many=("All values are equal in {count}:", "تتساوى جميع القيم في {count}:"),
        item=("{node}", "{node}"),
        meaning=(
            "A constant indicator takes up weight without informing the ranking. It should be replaced or left out.",
            "يشغل المؤشر الثابت وزناً من دون أن يفيد الترتيب، ويُستحسن استبداله أو الاستغناء عنه.",
        ),
    ),
    "indicator-outliers": FindingWords(
        noun="indicators",
        one=(
            "“{node}” has outliers that are not treated (skewness {skewness}, kurtosis {kurtosis}).",
            "في المؤشر الفرعي «{node}» قيم متطرفة لم تُعالَج (الالتواء {skewness}، التفرطح {kurtosis}).",
        ),
        many=("Outliers remain untreated in {count}:", "بقيت قيم متطرفة من دون معالجة في {count}:"),
        item=(
            "{node} (skewness {skewness}, kurtosis {kurtosis})",
            "{node} (الالتواء {skewness}، التفرطح {kurtosis})",
        ),
        meaning=(
            "A few extreme values then decide the scale, and all other units are pressed together at one end of it.",
            "تتحكم عندئذ قلّة من القيم في السلم كله، وتتقارب سائر الوحدات عند أحد طرفيه.",
        ),
    ),
    "indicator-treated": FindingWords(
        noun="indicators",
        one=(
            "Outliers of “{node}” were winsorised ({points}).",
            "حُصرت القيم المتطرفة في المؤشر الفرعي «{node}» بطريقة وينسور (في {points}).",
        ),
        many=("Outliers were winsorised in {count}:", "حُصرت القيم المتطرفة بطريقة وينسور في {count}:"),
        item=("{node} ({points})", "{node} (في {points})"),
        meaning=(
            "Winsorised values take the nearest value that is not an outlier; the order of the other units stays.",
            "تحل أقرب قيمة غير متطرفة محل كل قيمة محصورة، ولا يتغيّر ترتيب سائر الوحدات.",
        ),
    ),
    "indicator-transformed": FindingWords(
        noun="indicators",
        one=(
            "“{node}” was put on another scale because of its outliers.",
            "حُوّل المؤشر الفرعي «{node}» إلى سلم آخر بسبب قيمه المتطرفة.",
        ),
        many=(
            "Because of outliers, the scale was changed in {count}:",
            "غُيّر السلم بسبب القيم المتطرفة في {count}:",
        ),
        item=("{node}", "{node}"),
        meaning=(
            "A logarithm or power keeps the order of the units; equal steps of the score are no longer equal steps of the data.",
            "يحفظ اللوغاريتم أو الأس ترتيب الوحدات، لكن الفروق المتساوية في القيمة لا تعود تقابل فروقاً متساوية في البيانات.",
        ),
    ),
    "unit-low-availability": FindingWords(
        noun="units",
        one=(
            "Fewer than {least} of the indicators are available for: {units}.",
            "تقل نسبة المؤشرات الفرعية المتوافرة عن {least} لدى: {units}.",
        ),
        many=("Data are scarce for {count}:", "تشحّ البيانات لدى {count}:"),
        item=("{units}", "{units}"),
        meaning=(
            "Their scores describe what is known of them and should be published with that reservation.",
            "تعبّر نتائجها عمّا هو معلوم منها فحسب، ويحسن نشرها مقترنةً بهذا التحفظ.",
        ),
    ),
    "imputed-share": FindingWords(
        noun="values",
        one=(
            "{share} of all values ({count}) are imputed.",
            "تبلغ نسبة القيم المقدَّرة {share} من مجموع القيم (العدد: {count}).",
        ),
        many=("Values are imputed: {count}:", "قُدّرت قيم غائبة في {count}:"),
        item=("{share}", "{share}"),
        meaning=(
            "Imputed values make up for what was not observed; the scores that rest on them are less certain.",
            "تحل القيم المقدَّرة محل ما لم يُرصد، والنتائج المستندة إليها أقل يقيناً.",
        ),
    ),
    "pillar-alpha-low": FindingWords(
        noun="pillars",
        one=(
            "The elements of “{node}” hang together weakly: Cronbach’s alpha is {alpha}, below {limit}.",
            "الاتساق الداخلي بين عناصر «{node}» ضعيف، إذ يبلغ معامل ألفا كرونباخ {alpha}، أي دون {limit}.",
        ),
        many=(
            "Internal consistency is weak (Cronbach’s alpha below {limit}) in {count}:",
            "الاتساق الداخلي ضعيف (معامل ألفا كرونباخ دون {limit}) في {count}:",
        ),
        item=("{node} ({alpha})", "{node} ({alpha})"),
        meaning=(
            "The elements may measure different things; their average then hides as much as it shows.",
            "قد تقيس العناصر أموراً مختلفة، فيُخفي متوسطها بقدر ما يُظهر.",
        ),
    ),
    "pillar-several-dimensions": FindingWords(
        noun="pillars",
        one=(
            "The elements of “{node}” spread over {dimensions}; the first explains {share} of the variance.",
            "تتوزع عناصر «{node}» على {dimensions}، ويفسّر البُعد الأول {share} من التباين.",
        ),
        many=(
            "More than one statistical dimension lies behind {count}:",
            "تتوزع العناصر على أكثر من بُعد إحصائي واحد في {count}:",
        ),
        item=("{node} ({dimensions}, the first {share})", "{node} (على {dimensions}، يفسّر الأول {share})"),
        meaning=(
            "Components with an eigenvalue above 1 are counted. A single score then summarises several things.",
            "تُحتسب المكوّنات التي تزيد قيمتها الذاتية على 1. وعندئذ تختصر قيمة واحدة أموراً عدة.",
        ),
    ),
    "pillar-single-dimension": FindingWords(
        noun="pillars",
        one=(
            "The elements of “{node}” share one dimension, which explains {share} of the variance.",
            "تشترك عناصر «{node}» في بُعد واحد يفسّر {share} من التباين.",
        ),
        many=(
            "A single statistical dimension stands behind the elements in {count}:",
            "تشترك العناصر في بُعد إحصائي واحد في {count}:",
        ),
        item=("{node} ({share})", "{node} ({share})"),
        meaning=(
            "That the elements are summarised in one score is supported by the data.",
            "تؤيد البيانات تلخيص هذه العناصر في قيمة واحدة.",
        ),
    ),
    "pair-redundant": FindingWords(
        noun="pairs",
        one=(
            "“{node}” and “{second}”, both in “{third}”, say nearly the same (correlation {coefficient}).",
            "يكاد العنصران «{node}» و«{second}»، وكلاهما في «{third}»، يقيسان الأمر نفسه (معامل الارتباط {coefficient}).",
        ),
        many=("Nearly the same is measured in {count}:", "يكاد القياس يتكرر في {count}:"),
        item=("{node} – {second} ({coefficient})", "{node} – {second} ({coefficient})"),
        meaning=(
            "What is counted twice weighs twice. One of the two may be left out, or their weight shared.",
            "ما يُحتسب مرتين يتضاعف وزنه؛ ويمكن الاستغناء عن أحدهما أو اقتسام الوزن بينهما.",
        ),
    ),
    "pair-contrary": FindingWords(
        noun="pairs",
        one=(
            "“{node}” and “{second}”, both in “{third}”, contradict each other (correlation {coefficient}).",
            "يتعارض العنصران «{node}» و«{second}»، وكلاهما في «{third}» (معامل الارتباط {coefficient}).",
        ),
        many=(
            "Elements of the same pillar contradict each other in {count}:",
            "تتعارض عناصر الركيزة الواحدة في {count}:",
        ),
        item=("{node} – {second} ({coefficient})", "{node} – {second} ({coefficient})"),
        meaning=(
            "Gains in one are cancelled by losses in the other. The direction of each and their place should be examined.",
            "ما يُكسب في أحدهما يضيع في الآخر؛ ويحسن النظر في اتجاه كلٍّ منهما وفي موضعه.",
        ),
    ),
    "indicator-silent": FindingWords(
        noun="indicators",
        one=(
            "“{node}” hardly shows in the index (correlation {coefficient}).",
            "لا يكاد أثر المؤشر الفرعي «{node}» يظهر في المؤشر العام (معامل الارتباط {coefficient}).",
        ),
        many=(
            "The index hardly reflects {count} (correlation within ±{limit}):",
            "لا يكاد المؤشر العام يعبّر عن {count} (معامل الارتباط ضمن ±{limit}):",
        ),
        item=("{node} ({coefficient})", "{node} ({coefficient})"),
        meaning=(
            "Such an indicator is in the framework, yet the ranking would be much the same without it.",
            "مثل هذا المؤشر جزء من إطار القياس، غير أن الترتيب لا يكاد يتغيّر من دونه.",
        ),
    ),
    "indicator-against-index": FindingWords(
        noun="indicators",
        one=(
            "“{node}” points against the index (correlation {coefficient}).",
            "يسير المؤشر الفرعي «{node}» عكس المؤشر العام (معامل الارتباط {coefficient}).",
        ),
        many=(
            "The index moves the opposite way of {count}:",
            "يسير المؤشر العام في اتجاه معاكس لاتجاه {count}:",
        ),
        item=("{node} ({coefficient})", "{node} ({coefficient})"),
        meaning=(
            "Units that do well here tend to rank lower. Either the direction is wrong or a trade-off should be made plain.",
            "تميل الوحدات المتقدمة في مثل هذا المؤشر إلى مراتب أدنى؛ فإما أن الاتجاه معكوس، وإما أن ثمة مقايضة ينبغي بيانها.",
        ),
    ),
    "indicator-against-pillar": FindingWords(
        noun="elements",
        one=(
            "“{node}” points against its own pillar “{second}” (correlation {coefficient}).",
            "يسير العنصر «{node}» عكس ركيزته «{second}» (معامل الارتباط {coefficient}).",
        ),
        many=(
            "Their own pillar moves the opposite way of {count}:",
            "تسير الركيزة في اتجاه معاكس لاتجاه {count}:",
        ),
        item=("{node} in {second} ({coefficient})", "{node} ضمن {second} ({coefficient})"),
        meaning=(
            "An element that contradicts what it is part of has the wrong direction or the wrong place.",
            "العنصر الذي يناقض ما هو جزء منه إما معكوس الاتجاه وإما في غير موضعه.",
        ),
    ),
    "indicator-fits-elsewhere": FindingWords(
        noun="indicators",
        one=(
            "“{node}” goes better with “{third}” ({other}) than with the rest of its own pillar “{second}” ({own}).",
            "يرتبط المؤشر الفرعي «{node}» بالركيزة «{third}» ({other}) أكثر من ارتباطه بسائر ركيزته «{second}» ({own}).",
        ),
        many=(
            "Another pillar correlates more than the rest of their own with {count}:",
            "تفوق قوة الارتباط بركيزة أخرى قوة الارتباط بسائر الركيزة الأصلية في {count}:",
        ),
        item=(
            "{node}: {third} {other}, {second} {own}",
            "{node}: {third} {other}، {second} {own}",
        ),
        meaning=(
            "Where an indicator stands is a matter of concept; the data would also bear another place.",
            "موضع المؤشر في الإطار مسألة مفاهيمية، والبيانات تحتمل موضعاً آخر.",
        ),
    ),
    "weight-not-effective": FindingWords(
        noun="elements",
        one=(
            "“{node}” has {weight} of the weight in “{second}” but {importance} of the importance.",
            "يبلغ وزن العنصر «{node}» ضمن «{second}» {weight}، أما أهميته الفعلية فتبلغ {importance}.",
        ),
        many=(
            "The weight is far from the importance that the data give it in {count}:",
            "يبتعد الوزن الاسمي كثيراً عن الأهمية الفعلية في {count}:",
        ),
        item=(
            "{node} in {second}: weight {weight}, importance {importance}",
            "{node} ضمن {second}: الوزن {weight}، الأهمية الفعلية {importance}",
        ),
        meaning=(
            "Weights are not importance: what an element contributes also depends on its variance and its correlations.",
            "الوزن غير الأهمية؛ فإسهام العنصر يتوقف كذلك على تباينه وعلى ارتباطاته.",
        ),
    ),
    "element-decisive": FindingWords(
        noun="elements",
        one=(
            "Without “{node}” units move by {shift} places on average; {units} moves farthest, by {largest}.",
            "من دون العنصر «{node}» تتغيّر المراتب بمتوسط {shift} مرتبة، وأكبر تغيّر لدى {units} بمقدار {largest}.",
        ),
        many=("The ranking depends most on {count}:", "يتوقف الترتيب أكثر ما يتوقف على {count}:"),
        item=("{node} (mean shift {shift})", "{node} (متوسط تغيّر المراتب {shift})"),
        meaning=(
            "Each was left out in turn, and its weight shared among its siblings.",
            "استُبعد كل عنصر على حدة، ووُزّع وزنه على نظرائه.",
        ),
    ),
    "element-idle": FindingWords(
        noun="elements",
        one=("Without “{node}” no rank changes.", "من دون العنصر «{node}» لا تتغيّر أي مرتبة."),
        many=(
            "No rank changes without any one of {count}:",
            "لا تتغيّر أي مرتبة باستبعاد أيٍّ من {count}:",
        ),
        item=("{node}", "{node}"),
        meaning=(
            "Such an element costs collection effort without a part in the ranking.",
            "يستلزم مثل هذا العنصر جهداً في جمع البيانات من دون أثر في الترتيب.",
        ),
    ),
    "ranks-robust": FindingWords(
        noun="units",
        one=(
            "Ranks are robust: half of the intervals span {width} or less, and the widest {widest}.",
            "المراتب متينة: لا يتجاوز مداها {width} في نصف الحالات، ويبلغ أوسع مدى {widest}.",
        ),
        many=("Ranks are robust:", "المراتب متينة:"),
        item=("{width}", "{width}"),
        meaning=(
            "The ranking follows from the data rather than from the choices that were varied.",
            "يستند الترتيب إلى البيانات أكثر مما يستند إلى الخيارات التي جرى تغييرها.",
        ),
    ),
    "ranks-uncertain": FindingWords(
        noun="units",
        one=(
            "Ranks are uncertain: half of the intervals span {width} or more, and the widest {widest}.",
            "المراتب غير متينة: يبلغ مداها {width} فأكثر في نصف الحالات، ويبلغ أوسع مدى {widest}.",
        ),
        many=("Ranks are uncertain:", "المراتب غير متينة:"),
        item=("{width}", "{width}"),
        meaning=(
            "Differences of a few places should not be read as differences in performance; tiers are the safer reading.",
            "لا يصح أن يُعدّ الفرق ببضع مراتب فرقاً في الأداء؛ والقراءة بحسب الشرائح أسلم.",
        ),
    ),
    "unit-rank-uncertain": FindingWords(
        noun="units",
        one=(
            "The rank is especially uncertain (an interval of more than {width}) for: {units}.",
            "المرتبة غير متينة على نحو خاص (مدى أوسع من {width}) لدى: {units}.",
        ),
        many=("Ranks are especially uncertain for {count}:", "المراتب غير متينة على نحو خاص لدى {count}:"),
        item=("{units}", "{units}"),
        meaning=(
            "Their place depends on the choices made; it should be quoted with its interval.",
            "تتوقف مرتبتها على الخيارات المعتمدة، وينبغي ذكرها مقترنةً بمداها.",
        ),
    ),
    "input-dominant": FindingWords(
        noun="inputs",
        one=(
            "Most of the uncertainty goes back to one choice, {input}: its total index is {total}.",
            "يعود معظم عدم اليقين إلى خيار واحد هو {input}، ويبلغ مؤشر حساسيته الكلي {total}.",
        ),
        many=("Most of the uncertainty goes back to {count}:", "يعود معظم عدم اليقين إلى {count}:"),
        item=("{input} ({total})", "{input} ({total})"),
        meaning=(
            "To make the ranking more certain, begin with this choice.",
            "لزيادة متانة الترتيب يُبدأ بهذا الخيار.",
        ),
    ),
}

INPUTS: Mapping[str, Pair] = {
    "impute": ("the method of imputation", "طريقة تقدير القيم الغائبة"),
    "imputation": ("the imputed values", "القيم المقدَّرة"),
    "data": ("errors in the data", "أخطاء البيانات"),
    "treat": ("the treatment of outliers", "معالجة القيم المتطرفة"),
    "normalise": ("the normalisation", "التطبيع"),
    "weighting": ("the source of the weights", "طريقة تحديد الأوزان"),
    "weights": ("the weights", "الأوزان"),
    "missing": ("the rule for missing values", "معاملة القيم الغائبة"),
    "aggregate": ("the aggregation", "التجميع"),
}
"""The uncertain inputs of an analysis."""

LABELS: Mapping[str, Pair] = {
    # the title block
    "kicker": ("Statistical audit", "التدقيق الإحصائي"),
    "title": ("Statistical audit: {name}, {edition}", "التدقيق الإحصائي: {name}، {edition}"),
    "edition": ("Edition {edition}", "دورة {edition}"),
    "publisher": ("published by {publisher}", "جهة النشر: {publisher}"),
    "fact:ranked:countries": ("Countries ranked", "الدول المرتَّبة"),
    "fact:ranked:other": ("Units ranked", "الوحدات المرتَّبة"),
    "fact:indicators": ("Indicators", "المؤشرات الفرعية"),
    "fact:pillars": ("Pillars", "الركائز"),
    "fact:available": ("Data available", "البيانات المتوافرة"),
    "fact:time": ("Data of", "فترة البيانات"),
    "fact:width": ("Typical rank interval", "وسيط مدى المرتبة"),
    "contents": ("Contents", "المحتويات"),
    "skip": ("Skip to the content", "الانتقال إلى المحتوى"),
    # sections
    "section:findings": ("Main findings", "أهم الملاحظات"),
    "section:data": ("Data", "البيانات"),
    "section:coherence": ("Coherence of the pillars", "اتساق الركائز"),
    "section:index": ("Indicators and the index", "المؤشرات الفرعية والمؤشر العام"),
    "section:weights": ("Weights and importance", "الأوزان والأهمية الفعلية"),
    "section:elements": ("The index without each element", "المؤشر العام من دون كل عنصر"),
    "section:robustness": ("Robustness of the ranks", "متانة المراتب"),
    "section:sensitivity": ("What the uncertainty goes back to", "مصادر عدم اليقين"),
    "section:method": ("The method of the index", "منهجية المؤشر"),
    "section:computed": ("How this audit was computed", "كيف أُجري هذا التدقيق"),
    # findings
    "severity:serious": ("Calls for a change", "يستدعي التعديل"),
    "severity:caution": ("Calls for caution", "يستدعي الحذر"),
    "severity:note": ("Worth knowing", "للعلم"),
    "severity:sound": ("Speaks for the index", "يُحسب للمؤشر"),
    "findings:summary": (
        "The audit makes {count}: {parts}.",
        "أسفر التدقيق عن {count}: {parts}.",
    ),
    "findings:none": ("The audit has nothing to point out.", "لم يسفر التدقيق عن أي ملاحظة."),
    "findings:part:serious": ("{count} calling for a change", "ما يستدعي التعديل ({count})"),
    "findings:part:caution": ("{count} calling for caution", "ما يستدعي الحذر ({count})"),
    "findings:part:note": ("{count} worth knowing", "ما هو للعلم ({count})"),
    "findings:part:sound": ("{count} in favour of the index", "ما يُحسب للمؤشر ({count})"),
    # data
    "data:intro": (
        "Of {cells}, {share} are available. The audit looks at the data after denominators and before imputation.",
        "تتوافر نسبة {share} من أصل {cells}. ويتناول التدقيق البيانات بعد قسمتها على مقاماتها وقبل تقدير القيم الغائبة.",
    ),
    "data:imputed": ("Imputed are {count} ({share}).", "وجرى تقدير {count} ({share})."),
    "data:complete": (
        "Every indicator is available everywhere.",
        "جميع المؤشرات الفرعية متوافرة لدى الجميع.",
    ),
    "chart:availability": ("Availability of the indicators", "توافر المؤشرات الفرعية"),
    "chart:availability:caption": (
        "Share of values available, for indicators that are not complete. The line marks {limit}.",
        "نسبة القيم المتوافرة في المؤشرات الفرعية غير المكتملة. ويدل الخط على {limit}.",
    ),
    "table:indicators": ("The indicators in figures", "المؤشرات الفرعية بالأرقام"),
    "table:units": ("Incomplete data by unit", "البيانات غير المكتملة بحسب الوحدة"),
    "treatment:none": ("none", "من دون معالجة"),
    "treatment:transformed": ("other scale", "سلم آخر"),
    # coherence
    "coherence:intro": (
        "In a coherent pillar the elements go together, but do not repeat each other. Coloured correlations differ from zero beyond chance (p < {significance}); those without colour do not.",
        "تسير عناصر الركيزة المتسقة معاً من دون أن يكرر بعضها بعضاً. والارتباطات الملوّنة تختلف عن الصفر اختلافاً دالاً إحصائياً (القيمة الاحتمالية أقل من {significance})، أما غير الملوّنة فلا.",
    ),
    "coherence:alpha": ("Cronbach’s alpha is {alpha}.", "يبلغ معامل ألفا كرونباخ {alpha}."),
    "coherence:components": (
        "The first principal component explains {share} of the variance; {dimensions} with an eigenvalue above 1.",
        "يفسّر المكوّن الرئيسي الأول {share} من التباين، وتدل القيم الذاتية الزائدة على 1 على {dimensions}.",
    ),
    "chart:correlation": ("Correlations within “{name}”", "الارتباطات ضمن «{name}»"),
    "chart:correlation:caption": (
        "Pearson correlations of the normalised elements, with each other and with their pillar.",
        "معاملات ارتباط بيرسون بين العناصر بعد التطبيع، وبينها وبين ركيزتها.",
    ),
    "table:pillar": ("The elements of “{name}”", "عناصر «{name}»"),
    "pillar:total": ("Pillar", "الركيزة"),
    # index
    "index:intro": (
        "Every indicator should leave a trace in the index, and in the intended direction. Between −{limit} and {limit} it hardly does.",
        "ينبغي أن يترك كل مؤشر فرعي أثراً في المؤشر العام وفي الاتجاه المقصود. ولا يكاد يظهر له أثر إذا وقع معامل ارتباطه ضمن ±{limit}.",
    ),
    "chart:index": ("Correlation of each indicator with the index", "ارتباط كل مؤشر فرعي بالمؤشر العام"),
    "chart:index:caption": (
        "Pearson correlation of the normalised indicator with the exact score of the index; the band is ±{limit}.",
        "معامل ارتباط بيرسون بين المؤشر الفرعي بعد التطبيع وقيمة المؤشر العام غير المقرّبة، والنطاق المظلل ±{limit}.",
    ),
    "table:index": ("Indicators and the index in figures", "المؤشرات الفرعية والمؤشر العام بالأرقام"),
    "class:shows": ("shows in the index", "ظاهر الأثر"),
    "class:silent": ("silent", "غائب الأثر"),
    "class:contrary": ("contrary", "معاكس"),
    # weights
    "weights:intro": (
        "A weight says how much an element is meant to count; its importance is the share of the pillar’s variance that goes with it (correlation ratio). Where the two lie far apart, the weights do not do what they say.",
        "يدل الوزن على القدر المقصود لكل عنصر، أما أهميته الفعلية فهي حصته من تباين الركيزة (نسبة الارتباط). وإذا تباعد الأمران فإن الأوزان لا تؤدي ما وُضعت له.",
    ),
    "chart:weights": ("Weight and importance in “{name}”", "الوزن والأهمية الفعلية في «{name}»"),
    "chart:weights:caption": (
        "Shares among the elements of “{name}”, in per cent.",
        "الحصص بين عناصر «{name}» بالنسبة المئوية.",
    ),
    "legend:weight": ("nominal weight", "الوزن الاسمي"),
    "legend:importance": ("importance", "الأهمية الفعلية"),
    "table:weights": ("Weights and importance in figures", "الأوزان والأهمية الفعلية بالأرقام"),
    # elements
    "elements:intro": (
        "Each element is left out in turn and its weight shared among its siblings. What moves is what the ranking owes to it.",
        "يُستبعد كل عنصر على حدة ويوزَّع وزنه على نظرائه، وما يتغيّر عندئذ من المراتب هو أثر هذا العنصر في الترتيب.",
    ),
    "chart:elements": ("Mean change of rank without each element", "متوسط تغيّر المراتب من دون كل عنصر"),
    "chart:elements:caption": (
        "Places by which units move on average, the {count} that move most.",
        "متوسط عدد المراتب التي تتحركها الوحدات، ويقتصر الرسم على {count} من أكثر العناصر أثراً.",
    ),
    "table:elements": ("The index without each element in figures", "المؤشر العام من دون كل عنصر بالأرقام"),
    # robustness
    "robustness:intro": (
        "The index was computed in {draws}, in which the following was varied: {inputs}. Intervals hold {level} of the draws.",
        "حُسب المؤشر في {draws} جرى فيها تغيير ما يأتي: {inputs}. ويشمل كل مدى {level} من عمليات السحب.",
    ),
    "chart:ranks": ("Ranks with their intervals", "المراتب ومدى كل منها"),
    "chart:ranks:part": (
        "Ranks {first} to {last} with their intervals",
        "المراتب من {first} إلى {last} ومدى كل منها",
    ),
    "chart:ranks:caption": (
        "The dot is the rank of the index, the bar its interval ({level} of the draws), the tick the median.",
        "تدل النقطة على مرتبة المؤشر، والشريط على مداها ({level} من عمليات السحب)، والعلامة على الوسيط.",
    ),
    "table:ranks": ("Ranks and scores with their intervals", "المراتب والقيم ومدى كل منها"),
    "robustness:tiers": (
        "A new tier begins where a unit ranks behind the first of the tier before in at least {level} of the draws.",
        "تبدأ شريحة جديدة عند الوحدة التي تأتي بعد أولى وحدات الشريحة السابقة في {level} من عمليات السحب على الأقل.",
    ),
    # sensitivity
    "sensitivity:single": (
        "A single input was varied, {input}; it explains all of the uncertainty.",
        "جرى تغيير خيار واحد فقط هو {input}، فإليه يعود عدم اليقين كله.",
    ),
    "sensitivity:intro": (
        "The first-order index is the share of the variance that an input explains by itself, the total index that with all its interactions. What is explained is the mean change of rank, over {runs}.",
        "مؤشر الحساسية من الرتبة الأولى هو حصة الخيار بمفرده من التباين، ومؤشر الحساسية الكلي حصته مع جميع تفاعلاته. والتباين المقصود هو تباين متوسط تغيّر المراتب في {runs}.",
    ),
    "sensitivity:still": (
        "No rank changes in any draw, so there is nothing to explain.",
        "لا تتغيّر أي مرتبة في أي من عمليات السحب، فليس ثمة ما يُفسَّر.",
    ),
    "chart:sensitivity": ("Sensitivity of the ranking to each choice", "حساسية الترتيب لكل خيار"),
    "chart:sensitivity:caption": (
        "Sobol’ indices of the mean change of rank, with intervals ({level}) from a bootstrap.",
        "مؤشرات سوبول لمتوسط تغيّر المراتب، مع فترات الثقة ({level}) المحسوبة بإعادة المعاينة.",
    ),
    "legend:first": ("by itself (first order)", "بمفرده (الرتبة الأولى)"),
    "legend:total": ("with interactions (total)", "مع التفاعلات (الكلي)"),
    "table:sensitivity": ("Sensitivity indices in figures", "مؤشرات الحساسية بالأرقام"),
    # how it was computed
    "assumptions:default": (
        "The framework states no assumptions of uncertainty; every weight was varied by up to {share} more or less, independently and uniformly.",
        "لا ينص إطار القياس على افتراضات لعدم اليقين؛ ولذلك غُيّر كل وزن زيادةً أو نقصاناً بما لا يتجاوز {share}، على نحو مستقل وبتوزيع منتظم.",
    ),
    "assumptions:data": (
        "The framework states no assumptions of uncertainty and has no weights that could vary; every value was given an error of {share} of its indicator's standard deviation.",
        "لا ينص إطار القياس على افتراضات لعدم اليقين، وليس فيه أوزان قابلة للتغيير؛ ولذلك أُضيف إلى كل قيمة خطأ يعادل {share} من الانحراف المعياري لمؤشرها الفرعي.",
    ),
    "assumptions:stated": (
        "As the framework states, the following was varied: {inputs}.",
        "وفقاً لما ينص عليه إطار القياس جرى تغيير ما يأتي: {inputs}.",
    ),
    "computed:draws": (
        "The draws number {draws} and start from the seed {seed}, so that the same figures come out again.",
        "عدد عمليات السحب {draws}، والقيمة الابتدائية للسحب العشوائي {seed}، وبها تتكرر الأرقام نفسها عند إعادة الحساب.",
    ),
    "computed:level": (
        "Each interval holds {level} of the draws.",
        "يشمل كل مدى {level} من عمليات السحب.",
    ),
    "table:limits": (
        "Limits beyond which something is pointed out",
        "الحدود التي تُسجَّل الملاحظات عند تجاوزها",
    ),
    "computed:software": (
        "Computed with Multaqa {version} from the framework with the digest {digest}.",
        "حُسب بإصدار ملتقى {version} من إطار القياس ذي البصمة {digest}.",
    ),
    "computed:sources": (
        "The questions and their limits follow the JRC’s statistical audits of composite indicators and the OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 3, 4 and 7; importance follows Paruolo, Saisana and Saltelli (2013).",
        "تتبع الأسئلة وحدودها عمليات التدقيق الإحصائي للمؤشرات المركّبة لدى مركز البحوث المشترك، ودليل بناء المؤشرات المركّبة الصادر عن منظمة التعاون والتنمية في الميدان الاقتصادي والمركز (2008)، الخطوات 3 و4 و7؛ أما الأهمية الفعلية فتتبع باروولو وسايسانا وسالتيلي (2013).",
    ),
    "limit:availability": ("Availability, below", "نسبة التوافر، أقل من"),
    "limit:redundant": ("Redundant pair, correlation above", "زوج مكرر، ارتباط أعلى من"),
    "limit:contrary": ("Contrary pair, correlation below", "زوج متعارض، ارتباط أقل من"),
    "limit:silent": ("Silent indicator, correlation within ±", "مؤشر غائب الأثر، ارتباط ضمن ±"),
    "limit:significance": ("Significance, p below", "القيمة الاحتمالية، أقل من"),
    "limit:better_elsewhere": (
        "Better elsewhere, correlation higher by",
        "أوثق ارتباطاً بركيزة أخرى، بفارق قدره",
    ),
    "limit:alpha": ("Cronbach’s alpha, below", "معامل ألفا كرونباخ، أقل من"),
    "limit:weight_ratio": (
        "Importance to weight, beyond a factor of",
        "تباعد الأهمية الفعلية عن الوزن، بعدد من الأضعاف يتجاوز",
    ),
    "limit:decisive_shift_share": (
        "Decisive element, mean shift above this share of the units",
        "عنصر حاسم، متوسط تغيّر المراتب أعلى من هذه النسبة من عدد الوحدات",
    ),
    "limit:stable_width_share": (
        "Robust ranks, median interval up to this share of the units",
        "مراتب متينة، وسيط المدى لا يتجاوز هذه النسبة من عدد الوحدات",
    ),
    # columns
    "rank": ("Rank", "المرتبة"),
    "unit:countries": ("Country", "الدولة"),
    "unit:other": ("Unit", "الوحدة"),
    "score": ("Score", "القيمة"),
    "score-interval": ("Score interval", "مدى القيمة"),
    "rank-interval": ("Rank interval", "مدى المرتبة"),
    "median-rank": ("Median rank", "المرتبة الوسيطة"),
    "same-rank": ("Same rank", "ثبات المرتبة"),
    "ahead": ("Ahead of the next", "التقدم على التالية"),
    "same-band": ("Same band", "ثبات الفئة"),
    "tier": ("Tier", "الشريحة"),
    "indicator": ("Indicator", "المؤشر الفرعي"),
    "element": ("Element", "العنصر"),
    "pillar": ("Pillar", "الركيزة"),
    "available": ("Available", "المتوافر"),
    "minimum": ("Lowest", "الأدنى"),
    "median": ("Median", "الوسيط"),
    "maximum": ("Highest", "الأعلى"),
    "skewness": ("Skewness", "الالتواء"),
    "kurtosis": ("Kurtosis", "التفرطح"),
    "treatment": ("Treatment", "المعالجة"),
    "correlation": ("Correlation", "معامل الارتباط"),
    "p-value": ("p-value", "القيمة الاحتمالية"),
    "with-pillar": ("With the pillar", "مع الركيزة"),
    "alpha-without": ("Alpha without it", "ألفا من دونه"),
    "loading": ("First component", "المكوّن الأول"),
    "reading": ("Reading", "القراءة"),
    "weight": ("Weight", "الوزن"),
    "importance": ("Importance", "الأهمية الفعلية"),
    "linear": ("Linear importance", "الأهمية الخطية"),
    "weight-in-index": ("Weight in the index", "الوزن في المؤشر العام"),
    "mean-shift": ("Mean change of rank", "متوسط تغيّر المراتب"),
    "largest-shift": ("Largest change", "أكبر تغيّر"),
    "farthest": ("Moves farthest", "الأكثر تغيّراً"),
    "input": ("Varied", "الخيار"),
    "first": ("First order", "الرتبة الأولى"),
    "total": ("Total", "الكلي"),
    "examined": ("Examined", "موضوع الفحص"),
    "limit": ("Limit", "الحد"),
    "interval": ("Interval", "فترة الثقة"),
    "figure:alternative": (
        "The figures of this chart stand in the table “{table}”.",
        "ترد أرقام هذا الرسم في الجدول «{table}».",
    ),
    "more": ("{count} more", "{count} أخرى"),
    "below": ("< {limit}", "أقل من {limit}"),
    "range": ("{low} to {high}", "{low} إلى {high}"),
    "extra": (
        "Reports and charts are not installed: pip install 'multaqa[report]'",
        "لم تُثبَّت مكتبات التقارير والرسوم: pip install 'multaqa[report]'",
    ),
    "sensitivity:none": (
        "There are no sensitivity indices to draw: they need more than one varied choice, and not --no-sensitivity.",
        "لا مؤشرات حساسية للرسم؛ إذ يلزم تغيير أكثر من خيار واحد، وعدم استخدام الخيار --no-sensitivity.",
    ),
    "progress": ("Computing", "جارٍ الحساب"),
}
"""Everything else that report, charts and terminal say."""
