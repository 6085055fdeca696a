"""The phrases in which a framework is described, in English and in Arabic.

Those about the choices of method are in `method_phrases`.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "heading:subject": ("What is measured", "موضوع القياس"),
    "heading:structure": ("Structure and weights", "البنية والأوزان"),
    "heading:weights": ("Weighting", "تحديد الأوزان"),
    "heading:denominate": ("Denominators", "المقامات"),
    "heading:impute": ("Estimation of missing values", "تقدير القيم الغائبة"),
    "heading:screen": ("Data required", "الحد الأدنى من البيانات"),
    "heading:treat": ("Outliers", "القيم المتطرفة"),
    "heading:normalise": ("Normalisation", "التطبيع"),
    "heading:aggregate": ("Aggregation", "التجميع"),
    "heading:missing": ("Missing values", "القيم الغائبة"),
    "heading:rescale": ("Scale of publication", "سلم النشر"),
    "heading:round": ("Rounding", "التقريب"),
    "heading:rank": ("Ranks", "المراتب"),
    "heading:bands": ("Bands", "الفئات"),
    "heading:uncertainty": ("Uncertainty", "عدم اليقين"),
    "heading:inferred": ("What is inferred", "ما استُنتج"),
    "heading:breaks": ("Comparability over time", "قابلية المقارنة عبر الزمن"),
    "subject": ("{name}, edition {edition}.", "{name}، دورة {edition}."),
    "subject:published": (
        "{name}, edition {edition}, published by {publisher}.",
        "{name}، دورة {edition}، جهة النشر: {publisher}.",
    ),
    "structure:equal": (
        "The score of “{name}” is computed from {count} of equal weight: {parts}.",
        "تُحسب قيمة «{name}» من {count} بأوزان متساوية: {parts}.",
    ),
    "structure:weighted": (
        "The score of “{name}” is computed from {count}, weighted as follows: {parts}.",
        "تُحسب قيمة «{name}» من {count} بالأوزان الآتية: {parts}.",
    ),
    "structure:plain": (
        "The score of “{name}” is computed from {count}: {parts}.",
        "تُحسب قيمة «{name}» من {count}: {parts}.",
    ),
    "structure:one": (
        "The score of “{name}” is that of {parts}.",
        "قيمة «{name}» هي قيمة «{parts}».",
    ),
    "part:weighted": ("{name} ({share})", "{name} ({share})"),
    "scope": ("For {names}: {sentence}", "{names}: {sentence}"),
    "direction:negative": (
        "Lower values are better for {names}, so their direction is reversed.",
        "القيم الأدنى هي الأفضل فيما يأتي، ولذلك يُعكس اتجاهه: {names}.",
    ),
    "missing:absent": (
        "{Unit} that did not take part has neither a score nor a rank.",
        "لا قيمة ولا مرتبة لأي {unit} لم تشارك.",
    ),
    "round:all": (
        "scores are published with all their decimals.",
        "تُنشر القيم بجميع منازلها العشرية.",
    ),
    "round:decimals": ("scores are rounded to {decimals}.", "تُقرَّب القيم إلى {decimals}."),
    "round:halves": ("Halves are rounded upwards.", "ويُقرَّب النصف إلى الأعلى."),
    "round:publication": (
        "Rounding is for publication only: everything is computed from unrounded scores.",
        "والتقريب للنشر فقط، إذ يجري الحساب كله بالقيم غير المقرّبة.",
    ),
    "round:every_level": (
        "What stands above is computed from the rounded scores.",
        "وتُحسب المستويات الأعلى من القيم المقرّبة.",
    ),
    "round:some_levels": (
        "What stands above {names} is computed from their rounded scores; elsewhere rounding is for publication only.",
        "وتُحسب المستويات الأعلى من القيم المقرّبة لما يأتي: {names}؛ أما ما سواه فتقريبه للنشر فقط.",
    ),
    "rank:exact": (
        "Ranks are taken on unrounded scores, 1 being the highest.",
        "تُحدَّد المراتب وفق القيم غير المقرّبة، والمرتبة الأولى لأعلى قيمة.",
    ),
    "rank:published": (
        "Ranks are taken on published scores, 1 being the highest.",
        "تُحدَّد المراتب وفق القيم المنشورة، والمرتبة الأولى لأعلى قيمة.",
    ),
    "rank:data_precision": (
        "Ranks are taken on scores rounded to as many decimals as the data carry, 1 being the highest.",
        "تُحدَّد المراتب وفق القيم بعد تقريبها إلى عدد المنازل العشرية الوارد في البيانات، والمرتبة الأولى لأعلى قيمة.",
    ),
    "rank:rounded": (
        "Ranks are taken on scores rounded to {decimals}, 1 being the highest.",
        "تُحدَّد المراتب وفق القيم بعد تقريبها إلى {decimals}، والمرتبة الأولى لأعلى قيمة.",
    ),
    "ties:min": (
        "Equal scores share the better rank (1, 2, 2, 4).",
        "تتقاسم القيم المتساوية المرتبة الأفضل (1، 2، 2، 4).",
    ),
    "ties:max": (
        "Equal scores share the lower rank (1, 3, 3, 4).",
        "تتقاسم القيم المتساوية المرتبة الأدنى (1، 3، 3، 4).",
    ),
    "ties:dense": (
        "Equal scores share a rank and no rank is left out after them (1, 2, 2, 3).",
        "تتقاسم القيم المتساوية مرتبة واحدة ولا تُترك بعدها مرتبة شاغرة (1، 2، 2، 3).",
    ),
    "ties:average": (
        "Equal scores share the mean of their ranks (1, 2.5, 2.5, 4).",
        "تتقاسم القيم المتساوية متوسط مراتبها (1، 2.5، 2.5، 4).",
    ),
    "bands": ("Scores fall into {count}: {parts}.", "تتوزع القيم على {count}: {parts}."),
    "band:above": ("{name} (above {value})", "{name} (أعلى من {value})"),
    "band:from": ("{name} ({value} or more)", "{name} ({value} فأكثر)"),
    "band:to": ("{name} ({value} or less)", "{name} ({value} فأقل)"),
    "band:below": ("{name} (below {value})", "{name} (أقل من {value})"),
    "band:all": ("{name} (every score)", "{name} (كل القيم)"),
    "bands:to-lower": (
        "A score that lies exactly on a boundary belongs to the lower band.",
        "القيمة الواقعة على الحد تماماً تُحسب في الفئة الأدنى.",
    ),
    "bands:to-upper": (
        "A score that lies exactly on a boundary belongs to the upper band.",
        "القيمة الواقعة على الحد تماماً تُحسب في الفئة الأعلى.",
    ),
    "inferred": (
        "The publisher does not state the following, which was inferred from its figures: {parts}.",
        "لم تذكر جهة النشر ما يأتي، وقد استُنتج من أرقامها: {parts}.",
    ),
    "key:name": ("the name of “{name}”", "اسم «{name}»"),
    "key:weight": ("the weight of “{name}”", "وزن «{name}»"),
    "key:children": ("the parts of “{name}”", "عناصر «{name}»"),
    "key:denominator": ("the denominator of “{name}”", "مقام «{name}»"),
    "key:impute": (
        "how missing values of “{name}” are estimated",
        "طريقة تقدير القيم الغائبة في «{name}»",
    ),
    "key:treat": (
        "how outliers of “{name}” are treated",
        "طريقة معالجة القيم المتطرفة في «{name}»",
    ),
    "key:weights": (
        "where the weights of the parts of “{name}” come from",
        "طريقة تحديد أوزان عناصر «{name}»",
    ),
    "key:rescale": ("the scale on which “{name}” is published", "سلم نشر «{name}»"),
    "key:aggregate": ("the aggregation of “{name}”", "طريقة تجميع «{name}»"),
    "key:missing": ("how “{name}” treats missing values", "معاملة القيم الغائبة في «{name}»"),
    "key:round": ("the rounding of “{name}”", "تقريب «{name}»"),
    "key:normalise": ("the normalisation of “{name}”", "تطبيع «{name}»"),
    "key:direction": ("the direction of “{name}”", "اتجاه «{name}»"),
    "units:countries": ("countries", "الدول"),
    "units:other": ("units", "الوحدات"),
    "unit:countries": ("a country", "دولة"),
    "unit:other": ("a unit", "وحدة"),
    "unit_alone:countries": ("country", "دولة"),
    "unit_alone:other": ("unit", "وحدة"),
    "the_unit:countries": ("the country", "الدولة"),
    "the_unit:other": ("the unit", "الوحدة"),
    "of_the_unit:countries": ("of the country", "للدولة"),
    "of_the_unit:other": ("of the unit", "للوحدة"),
}

WHOLE_NUMBERS = ("whole numbers", "أعداد صحيحة")
