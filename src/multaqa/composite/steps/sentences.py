"""The sentences about what the steps refuse, in English and in Arabic."""

from __future__ import annotations

Pair = tuple[str, str]
"""English, Arabic."""

_PREPARE: dict[str, Pair] = {
    "denominator-zero": (
        "“{id}” of “{unit}” would be divided by zero: see “{column}”. Correct the figure or leave it empty.",
        "تلزم قسمة قيمة «{id}» للوحدة «{unit}» على صفر في «{column}»؛ يُرجى تصحيح الرقم أو ترك الخلية فارغة.",
    ),
    "unknown-table": (
        "There is no table “{value}” to divide by. Give it beside the data, by that name.",
        "لا يوجد جدول باسم «{value}» للقسمة عليه؛ يُرجى تقديمه مع البيانات بهذا الاسم.",
    ),
    "unknown-column": (
        "There is no column “{value}”. The columns are: {known}.",
        "لا يوجد عمود باسم «{value}»؛ أعمدة الجدول هي: {known}.",
    ),
    "negative-in-normalisation": (
        (
            "The normalisation {method} has no meaning for the value {value} of “{id}” for “{unit}”. "
            "Check the figure or choose another normalisation."
        ),
        "لا معنى للتطبيع بطريقة {method} عند القيمة {value} في «{id}» للوحدة «{unit}»؛ يُرجى التحقق من الرقم أو اختيار طريقة أخرى.",
    ),
}

_JUDGEMENTS: dict[str, Pair] = {
    "unknown-child": (
        "“{child}” is not one of the children weighed here. They are: {known}.",
        "«{child}» ليس من العناصر الموزونة هنا؛ وهي: {known}.",
    ),
    "judgement-of-itself": (
        "“{child}” is compared with itself. Remove the judgement.",
        "قورن «{child}» بنفسه؛ يُرجى حذف هذه المقارنة.",
    ),
    "judgement-twice": (
        "“{first}” and “{second}” are compared twice. Keep one of the judgements.",
        "قورن بين «{first}» و«{second}» مرتين؛ يُرجى الإبقاء على مقارنة واحدة.",
    ),
    "judgements-incomplete": (
        "“{first}” and “{second}” are not compared. Add a judgement: every pair needs one.",
        "لم يُقارن بين «{first}» و«{second}»؛ يُرجى إضافة مقارنة بينهما، إذ تلزم مقارنة لكل زوج.",
    ),
    "too-many-to-compare": (
        "{count} children are too many to be compared in pairs; {most} can be. Group them in pillars.",
        "عدد العناصر، وهو {count}، أكبر من أن تُقارن أزواجاً، والحد الأقصى {most}؛ يُرجى جمعها في ركائز.",
    ),
    "inconsistent-judgements": (
        (
            "The judgements contradict each other: their consistency ratio is {ratio}, and at most {limit} is allowed. "
            "Look at “{more}” against “{less}” first."
        ),
        "المقارنات غير متسقة: نسبة الاتساق {ratio}، والحد الأقصى المسموح به {limit}؛ يُرجى البدء بمراجعة مقارنة «{more}» مع «{less}».",
    ),
    "empty-allocation": (
        "Expert {expert} gives no points at all. Add points or remove the allocation.",
        "لم يوزّع الخبير رقم {expert} أي نقاط؛ يُرجى إضافة نقاطه أو حذف توزيعه.",
    ),
    "importance-incomplete": (
        "“{child}” has no importance. State one for every child.",
        "لم تُذكر أهمية «{child}»؛ يُرجى ذكرها لكل عنصر.",
    ),
    "bounds-cannot-hold": (
        "The shares of {children} children cannot sum to 1 between {low} and {high}. Widen the bounds.",
        "لا يمكن أن يساوي مجموع حصص العناصر، وعددها {children}، واحداً إذا وقعت كل حصة بين {low} و{high}؛ يُرجى توسيع الحدين.",
    ),
}

_FROM_DATA: dict[str, Pair] = {
    "weights-need-units": (
        "Weights cannot be taken from {count} complete rows; at least {needed} are needed. Add data or give weights.",
        "لا تكفي الصفوف المكتملة، وعددها {count}، لاستخراج الأوزان، والمطلوب {needed} على الأقل؛ يُرجى إضافة بيانات أو تحديد الأوزان.",
    ),
    "constant-child": (
        "All units have the same value here, so child {place} tells nothing to weigh by. Leave it out or give weights.",
        "تتساوى جميع الوحدات هنا، فلا يفيد العنصر رقم {place} في استخراج الأوزان؛ يُرجى استبعاده أو تحديد الأوزان.",
    ),
    "negative-in-entropy": (
        "Entropy weights need values of zero or more, and child {place} has negative ones. Normalise it first.",
        "تتطلب أوزان الإنتروبيا قيماً لا تقل عن الصفر، وفي العنصر رقم {place} قيم سالبة؛ يُرجى تطبيعه أولاً.",
    ),
    "negative-in-benefit": (
        (
            "The benefit of the doubt needs values of zero or more, and child {place} has negative ones. "
            "Normalise it first."
        ),
        "تتطلب طريقة منفعة الشك قيماً لا تقل عن الصفر، وفي العنصر رقم {place} قيم سالبة؛ يُرجى تطبيعه أولاً.",
    ),
    "benefit-not-found": (
        "No most favourable weights were found for a unit. Check its values for extreme differences of size.",
        "تعذّر إيجاد الأوزان الأفضل لإحدى الوحدات؛ يُرجى التحقق من وجود فروق مفرطة بين قيمها.",
    ),
    "weights-without-difference": (
        "The children do not differ in anything that weights could be taken from. Give weights instead.",
        "لا تختلف العناصر في أي صفة تُستخرج منها الأوزان؛ يُرجى تحديد الأوزان.",
    ),
    "too-few-for-factors": (
        "{factors} factors cannot be found among {children} children. Use pca, or raise eigenvalue.",
        "لا يمكن استخراج عوامل عددها {factors} من عناصر عددها {children}؛ يُرجى استخدام pca أو رفع قيمة eigenvalue.",
    ),
    "children-dependent": (
        "A child is a sum of others, so that factors cannot be told apart. Leave one of them out, or use pca.",
        "أحد العناصر مجموع عناصر أخرى، فلا يمكن تمييز العوامل؛ يُرجى استبعاد أحدها أو استخدام pca.",
    ),
    "heywood-case": (
        (
            "The factors would explain child {place} wholly, which is a sign of too few units or too many factors. "
            "Use pca, or raise eigenvalue."
        ),
        (
            "تفسّر العوامل العنصر رقم {place} تفسيراً كاملاً، وهذه علامة على قلة الوحدات أو كثرة العوامل؛ "
            "يُرجى استخدام pca أو رفع قيمة eigenvalue."
        ),
    ),
    "too-few-complete-rows": (
        "Components cannot be taken from {count} complete rows; at least {needed} are needed.",
        "لا تكفي الصفوف المكتملة، وعددها {count}، لاستخراج المكوّنات، والمطلوب {needed} على الأقل.",
    ),
    "constant-column": (
        "Column {place} has the same value everywhere, so it has no components. Leave it out.",
        "قيمة العمود رقم {place} واحدة في جميع الصفوف، فلا مكوّنات له؛ يُرجى استبعاده.",
    ),
}

STEP_SENTENCES: dict[str, Pair] = {**_PREPARE, **_JUDGEMENTS, **_FROM_DATA}
"""Problem code → sentence."""
