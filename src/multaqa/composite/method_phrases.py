"""The phrases in which each choice of method is described, in English and in Arabic.

``{each}`` is what a normalisation is applied to: each indicator, or a pillar's score (masculine in Arabic, as the
verbs are).
"""

from __future__ import annotations

Pair = tuple[str, str]
"""English, Arabic."""

_FRAGMENTS: dict[str, Pair] = {
    "each:indicators": ("each indicator", "كل مؤشر فرعي"),
    "each:score": ("the score", "الناتج"),
    "over:time": (" of the year", " في السنة"),
    "over:panel": (" of all years together", " في جميع السنوات معاً"),
    "over:edition": (" of {edition}", " في دورة {edition}"),
    "among:time": ("", ""),
    "among:panel": (" of all years together", " في جميع السنوات معاً"),
    "within:parent": ("of the same pillar", "في الركيزة نفسها"),
    "within:all": ("of the whole index", "في المؤشر العام كله"),
    "bounds:stated": (
        ", each contribution being between {low} and {high} of the score",
        "، على أن تتراوح مساهمة كل عنصر بين {low} و{high} من القيمة",
    ),
    "tied:average": ("equal values share the mean of their places", "وتأخذ القيم المتساوية متوسط مواقعها"),
    "tied:min": ("equal values share the lowest of their places", "وتأخذ القيم المتساوية أدنى مواقعها"),
    "tied:max": ("equal values share the highest of their places", "وتأخذ القيم المتساوية أعلى مواقعها"),
    "tied:dense": (
        "equal values share one place and no place is left out after it",
        "وتأخذ القيم المتساوية موقعاً واحداً لا يليه موقع شاغر",
    ),
}

_DENOMINATE: dict[str, Pair] = {
    "denominate:by": ("values are divided by “{column}”{table}.", "تُقسَم القيم على «{column}»{table}."),
    "denominate:per": (
        "values are expressed per {scale} of “{column}”{table}.",
        "تُحسب القيم لكل {scale} من «{column}»{table}.",
    ),
    "denominate:table": (" in the table “{table}”", " في جدول «{table}»"),
}

_IMPUTE: dict[str, Pair] = {
    "impute": ("a missing value is replaced by {parts}.", "يُستعاض عن القيمة الغائبة بما يأتي: {parts}."),
    "impute:next": ("; failing that, by ", "؛ فإن تعذّر ذلك: "),
    "impute:none": ("missing values stay missing.", "تبقى القيم الغائبة من دون تقدير."),
    "impute:mean": (
        "the mean of the {units} that have a value",
        "متوسط القيم المتوافرة لسائر {units}",
    ),
    "impute:mean:by": (
        "the mean of the {units} that are alike in “{by}”",
        "متوسط القيم المتوافرة لسائر {units} المنتمية إلى المجموعة نفسها بحسب «{by}»",
    ),
    "impute:median": (
        "the median of the {units} that have a value",
        "وسيط القيم المتوافرة لسائر {units}",
    ),
    "impute:median:by": (
        "the median of the {units} that are alike in “{by}”",
        "وسيط القيم المتوافرة لسائر {units} المنتمية إلى المجموعة نفسها بحسب «{by}»",
    ),
    "impute:siblings:mean": (
        "the mean of {the_unit}’s own values in the other indicators {within}, brought to one scale and back",
        "متوسط قيم {the_unit} نفسها في سائر المؤشرات الفرعية {within}، بعد نقلها إلى سلم واحد ثم ردّها",
    ),
    "impute:siblings:median": (
        "the median of {the_unit}’s own values in the other indicators {within}, brought to one scale and back",
        "وسيط قيم {the_unit} نفسها في سائر المؤشرات الفرعية {within}، بعد نقلها إلى سلم واحد ثم ردّها",
    ),
    "impute:regression": (
        "a least-squares estimate from the indicator that is most strongly correlated with it",
        "تقدير بانحدار المربعات الصغرى على المؤشر الفرعي الأقوى ارتباطاً به",
    ),
    "impute:regression:on": (
        "a least-squares estimate from {names}",
        "تقدير بانحدار المربعات الصغرى (المتغيرات المفسِّرة: {names})",
    ),
    "impute:em": (
        "its expectation under a multivariate normal distribution of the indicators {within} (EM algorithm)",
        "القيمة المتوقعة وفق التوزيع الطبيعي متعدد المتغيرات للمؤشرات الفرعية {within} (خوارزمية التوقع والتعظيم)",
    ),
    "impute:nearest": (
        "the mean of the most similar {units}, {neighbours} in number",
        "متوسط قيم {units} الأكثر شبهاً، وعددها {neighbours}",
    ),
    "impute:latest": ("{the_unit}’s latest earlier value", "أحدث قيمة سابقة {of_the_unit}"),
    "impute:latest:longest": (
        "{the_unit}’s latest earlier value, not older than {longest}",
        "أحدث قيمة سابقة {of_the_unit}، على ألا تكون أقدم من {longest}",
    ),
    "impute:linear": (
        "the value that lies on a straight line in time between {the_unit}’s nearest earlier and later values",
        "القيمة الواقعة على خط مستقيم عبر الزمن بين أقرب قيمتين سابقة ولاحقة {of_the_unit}",
    ),
    "impute:constant": (
        "{the_unit}’s last earlier value, or its first later one where there is none",
        "آخر قيمة سابقة {of_the_unit}، أو أول قيمة لاحقة حيث لا توجد سابقة",
    ),
}

_SCREEN: dict[str, Pair] = {
    "screen:data": (
        "{Unit} is left out where less than {share} of the indicators that apply to it have a value{on}.",
        "تُستبعد كل {unit} لا تتوافر قيمها في {share} على الأقل من المؤشرات الفرعية المنطبقة عليها{on}.",
    ),
    "screen:nonzero": (
        "{Unit} is left out where less than {share} of its values are other than zero{on}.",
        "تُستبعد كل {unit} تقل نسبة قيمها غير الصفرية عن {share}{on}.",
    ),
    "screen:observed": ("", ""),
    "screen:imputed": (", estimates included", "، بعد احتساب القيم المقدَّرة"),
    "screen:keep": ("Kept by decision: {names}.", "ويُبقى استثناءً على: {names}."),
    "screen:remove": ("Left out by decision: {names}.", "ويُستبعد بقرار: {names}."),
}

_TREAT: dict[str, Pair] = {
    "treat:none": ("outliers are left as they are.", "تُترك القيم المتطرفة كما هي."),
    "treat": (
        (
            "an indicator has outliers where the skewness of its values{over} is {skewness} or more in size and their "
            "kurtosis {kurtosis} or more; then {steps}."
        ),
        (
            "يُعدّ المؤشر الفرعي ذا قيم متطرفة إذا بلغ التواء قيمه{over} بالقيمة المطلقة {skewness} فأكثر وتفرطحها "
            "{kurtosis} فأكثر؛ وعندئذ {steps}."
        ),
    ),
    "treat:always": ("{steps}, whatever the distribution{over}.", "{steps}، أياً كان توزيع القيم{over}."),
    "treat:over:time": ("", ""),
    "treat:over:panel": (" in all years together", " في جميع السنوات معاً"),
    "treat:next": ("; where that does not suffice, ", "؛ فإن لم يكفِ ذلك فعندئذ "),
    "treat:then": (", then ", "، ثم "),
    "treat:cumulative": (
        "Each step starts from what the one before it left.",
        "وتبدأ كل خطوة مما انتهت إليه الخطوة السابقة.",
    ),
    "treat:original": ("Each step starts from the original values.", "وتبدأ كل خطوة من القيم الأصلية."),
    "treat:winsorise": (
        "the most extreme values, {most} at most, take the next one’s value",
        "تأخذ القيم الأشد تطرفاً، وعددها {most} على الأكثر، قيمة ما يليها",
    ),
    "treat:log:plain": ("the logarithm is taken{oriented}", "يُؤخذ اللوغاريتم{oriented}"),
    "treat:log:one": (
        "the logarithm of the distance from the lowest value plus 1 is taken{oriented}",
        "يُؤخذ لوغاريتم البعد عن أدنى قيمة مضافاً إليه 1{oriented}",
    ),
    "treat:log:range": (
        "the logarithm of the distance from the lowest value plus a hundredth of the range is taken{oriented}",
        "يُؤخذ لوغاريتم البعد عن أدنى قيمة مضافاً إليه جزء من مائة من الفرق بين أعلى قيمة وأدناها{oriented}",
    ),
    "treat:log:gii": (
        "the logarithm is taken as in the Global Innovation Index{oriented}",
        "يُؤخذ اللوغاريتم على طريقة مؤشر الابتكار العالمي{oriented}",
    ),
    "treat:oriented": (
        " (of the mirrored values where they are skewed to the left)",
        " (للقيم المعكوسة إذا كان التواؤها سالباً)",
    ),
    "treat:box_cox": (
        "a Box–Cox transformation of greatest likelihood is applied{shift}",
        "يُطبَّق تحويل بوكس–كوكس بالأس الذي يعظّم دالة الأرجحية{shift}",
    ),
    "treat:box_cox:power": (
        "a Box–Cox transformation with power {power} is applied{shift}",
        "يُطبَّق تحويل بوكس–كوكس بالأس {power}{shift}",
    ),
    "treat:shift": (
        " (after the lowest value is brought above zero)",
        " (بعد رفع أدنى قيمة فوق الصفر)",
    ),
}

_NORMALISE: dict[str, Pair] = {
    "normalise:none": (
        "the indicators are used as they are, without normalisation.",
        "تُستخدم المؤشرات الفرعية كما هي من دون تطبيع.",
    ),
    "normalise:minmax": (
        (
            "{each} is brought linearly onto a scale from {start} to {end}, between the lowest and the highest "
            "value{over} (min–max)."
        ),
        "يُنقل {each} خطياً إلى سلم من {start} إلى {end} بين أدنى قيمة وأعلى قيمة{over} (الحد الأدنى–الحد الأقصى).",
    ),
    "normalise:minmax:low": (
        "{each} is brought linearly onto a scale from {start} to {end}, between {low} and the highest value{over} (min–max).",
        "يُنقل {each} خطياً إلى سلم من {start} إلى {end} بين {low} وأعلى قيمة{over} (الحد الأدنى–الحد الأقصى).",
    ),
    "normalise:minmax:high": (
        "{each} is brought linearly onto a scale from {start} to {end}, between the lowest value{over} and {high} (min–max).",
        "يُنقل {each} خطياً إلى سلم من {start} إلى {end} بين أدنى قيمة{over} و{high} (الحد الأدنى–الحد الأقصى).",
    ),
    "normalise:minmax:both": (
        "{each} is brought linearly onto a scale from {start} to {end}, between {low} and {high} (min–max).",
        "يُنقل {each} خطياً إلى سلم من {start} إلى {end} بين {low} و{high} (الحد الأدنى–الحد الأقصى).",
    ),
    "normalise:zscore": (
        "{each} is expressed as its distance from {centre} in {steps} (z-score).",
        "يُعبَّر عن {each} ببُعده عن {centre} مقيساً {steps} (الدرجة المعيارية).",
    ),
    "zscore:centre": ("the mean{over}", "المتوسط{over}"),
    "zscore:centre:stated": ("the stated mean {mean}", "المتوسط المحدد {mean}"),
    "zscore:steps": ("standard deviations", "بالانحراف المعياري"),
    "zscore:steps:stated": ("the stated deviation {deviation}", "بالانحراف المعياري المحدد {deviation}"),
    "zscore:to": (
        "The result is brought to a mean of {mean} and a deviation of {deviation}.",
        "ويُنقل الناتج إلى متوسط {mean} وانحراف معياري {deviation}.",
    ),
    "normalise:goalposts": (
        "{each} is brought {how} onto a scale from {start} to {end}, between the fixed goalposts {low} and {high}; {cap}.",
        "يُنقل {each} {how} إلى سلم من {start} إلى {end} بين حدّين ثابتين هما {low} و{high}، {cap}.",
    ),
    "goalposts:linear": ("linearly", "خطياً"),
    "goalposts:log": ("by its logarithm", "بلوغاريتمه"),
    "goalposts:cap:both": ("values beyond a goalpost stand at it", "وما تجاوز أحدهما يُحسب عنده"),
    "goalposts:cap:low": (
        "values below the lower one stand at it, and those above the upper one lie beyond the scale",
        "وما قلّ عن الأدنى يُحسب عنده، وما زاد على الأعلى يقع خارج السلم",
    ),
    "goalposts:cap:high": (
        "values above the upper one stand at it, and those below the lower one lie beyond the scale",
        "وما زاد على الأعلى يُحسب عنده، وما قلّ عن الأدنى يقع خارج السلم",
    ),
    "goalposts:cap:none": ("values beyond them lie beyond the scale", "وما تجاوزهما يقع خارج السلم"),
    "normalise:rank": (
        "{each} is replaced by its place among the {units}{over}, 1 for the weakest; {tied}.",
        "يُستعاض عن {each} بموقعه بين {units}{over}، ابتداءً من 1 للأضعف، {tied}.",
    ),
    "normalise:borda": (
        "{each} is replaced by the number of {units}{over} that are weaker (Borda count); {tied}.",
        "يُستعاض عن {each} بعدد {units} الأضعف{over} (طريقة بوردا)، {tied}.",
    ),
    "normalise:percentile": (
        (
            "{each} is replaced by the share of the other {units}{over} that are weaker, on a scale from {start} to "
            "{end} (percentile rank); {tied}."
        ),
        "يُستعاض عن {each} بنسبة الأضعف من سائر {units}{over} على سلم من {start} إلى {end} (الرتبة المئينية)، {tied}.",
    ),
    "normalise:fraction_of_maximum": (
        "{each} is expressed as a share of the highest value{over}, on a scale up to {scale}.",
        "يُعبَّر عن {each} بنسبته إلى أعلى قيمة{over} على سلم أعلاه {scale}.",
    ),
    "normalise:distance_to_target": (
        (
            "{each} is expressed as how much of the way from the weakest value{over} to the target {target} is covered, "
            "on a scale from {start} to {end}{cap}."
        ),
        "يُعبَّر عن {each} بنسبة ما قُطع من المسافة بين أضعف قيمة{over} والهدف {target} على سلم من {start} إلى {end}{cap}.",
    ),
    "normalise:distance_to_reference": (
        (
            "{each} is expressed as how much of the way from the weakest value to that of {unit} is covered, on a scale "
            "from {start} to {end}{cap}."
        ),
        "يُعبَّر عن {each} بنسبة ما قُطع من المسافة بين أضعف قيمة وقيمة «{unit}» على سلم من {start} إلى {end}{cap}.",
    ),
    "distance:cap": ("; what goes beyond counts as reaching it", "، وما تجاوز ذلك يُحسب عنده"),
    "normalise:distance_to_maximum": (
        (
            "{each} is expressed as its nearness to the strongest value{over}, as a share of the distance between the "
            "weakest and the strongest, on a scale from {start} to {end}."
        ),
        "يُعبَّر عن {each} بقربه من أقوى قيمة{over} نسبةً إلى المسافة بين أضعف قيمة وأقواها، على سلم من {start} إلى {end}.",
    ),
    "normalise:scaled": (
        "{each} is brought linearly from the range {low} to {high} onto a scale from {start} to {end}, without a cap.",
        "يُنقل {each} خطياً من النطاق الممتد من {low} إلى {high} إلى سلم من {start} إلى {end} من دون سقف.",
    ),
    "normalise:categorical": (
        "{each} is replaced by points, according to class: {parts}.",
        "يُستعاض عن {each} بنقاط بحسب الفئة: {parts}.",
    ),
    "class:below": ("{points} below {limit}", "{points} لما دون {limit}"),
    "class:from": ("{points} from {limit}", "{points} ابتداءً من {limit}"),
    "class:value": ("{value}", "{value}"),
    "class:percentile": ("percentile {value}{over}", "المئين {value}{over}"),
    "normalise:pillars": (
        "The scores of {names} are normalised in their turn: {sentence}",
        "ويُطبَّع كذلك ناتج التجميع فيما يأتي: {names}. {sentence}",
    ),
    "rescale": (
        "For publication only, {names} is shown on another scale: {sentence}",
        "تُعرض القيم، لأغراض النشر فقط، على سلم آخر فيما يأتي: {names}. {sentence}",
    ),
}

_WEIGHTS: dict[str, Pair] = {
    "weights:given": ("weights are those stated.", "الأوزان هي الأوزان المحددة."),
    "weights:equal": ("all parts weigh the same.", "تتساوى أوزان العناصر."),
    "weights:pca:first": (
        "weights are the loadings on the first component of a principal component analysis.",
        "الأوزان هي التشبعات على المكوّن الأول في تحليل المكوّنات الرئيسية.",
    ),
    "weights:pca:rotated": (
        (
            "weights come from a principal component analysis: squared loadings on the components with an eigenvalue "
            "above {eigenvalue}, after varimax rotation, each component in proportion to the variance that it explains."
        ),
        (
            "تُستخرج الأوزان بتحليل المكوّنات الرئيسية: مربعات التشبعات على المكوّنات التي تزيد قيمتها الذاتية على "
            "{eigenvalue} بعد تدوير فاريماكس، ولكل مكوّن بنسبة ما يفسّره من التباين."
        ),
    ),
    "weights:factor": (
        (
            "weights come from a factor analysis by maximum likelihood: squared loadings on the factors with an "
            "eigenvalue above {eigenvalue}, after varimax rotation, each factor in proportion to the variance that it "
            "explains."
        ),
        (
            "تُستخرج الأوزان بالتحليل العاملي بطريقة الأرجحية العظمى: مربعات التشبعات على العوامل التي تزيد قيمتها الذاتية "
            "على {eigenvalue} بعد تدوير فاريماكس، ولكل عامل بنسبة ما يفسّره من التباين."
        ),
    ),
    "weights:benefit_of_the_doubt": (
        "each {unit_alone} has the weights that favour it most (benefit of the doubt, data envelopment analysis){bounds}.",
        "لكل {unit} الأوزان الأفضل لها (منفعة الشك، تحليل مغلف البيانات){bounds}.",
    ),
    "weights:entropy": (
        "weights follow Shannon’s entropy: the more evenly the {units} share a part, the less it weighs.",
        "تُستخرج الأوزان بإنتروبيا شانون: كلما تقاربت {units} في عنصر قلّ وزنه.",
    ),
    "weights:critic": (
        "weights follow the CRITIC method: a part weighs by its deviation and by how little it goes with the others.",
        "تُستخرج الأوزان بطريقة أهمية المعايير بحسب ترابطها (كريتيك): يزداد وزن العنصر بازدياد انحرافه المعياري وضعف ارتباطه بسائر العناصر.",
    ),
    "weights:ahp": (
        (
            "weights come from pairwise judgements by the analytic hierarchy process, with a consistency ratio of "
            "{consistency} at most: {parts}."
        ),
        "تُستخرج الأوزان من المقارنات الثنائية بعملية التحليل الهرمي، على ألا تتجاوز نسبة الاتساق {consistency}: {parts}.",
    ),
    "weights:judgement": ("{more} to {less} as {times} to 1", "«{more}» مقابل «{less}» بنسبة {times} إلى 1"),
    "weights:budget": (
        "weights are the mean shares of the points that {count} gave (budget allocation).",
        "الأوزان هي متوسط حصص العناصر من النقاط بحسب توزيع {count} (تخصيص النقاط).",
    ),
    "weights:optimised": (
        "weights are chosen so that all parts have as nearly as possible the same influence on the score.",
        "تُختار الأوزان بحيث يتساوى تأثير العناصر في القيمة قدر الإمكان.",
    ),
    "weights:optimised:importance": (
        "weights are chosen so that the influence of each part on the score comes nearest to its importance: {parts}.",
        "تُختار الأوزان بحيث يقترب تأثير كل عنصر في القيمة من أهميته: {parts}.",
    ),
}

_AGGREGATE: dict[str, Pair] = {
    "aggregate:arithmetic": (
        "values are combined by their weighted arithmetic mean, so that strength in one offsets weakness in another.",
        "تُجمَع القيم بمتوسطها الحسابي الموزون، فتعوّض القوة في جانب عن الضعف في جانب آخر.",
    ),
    "aggregate:geometric": (
        (
            "values are combined by their weighted geometric mean, so that strength in one offsets weakness in another only "
            "in part; a zero makes the score zero."
        ),
        "تُجمَع القيم بمتوسطها الهندسي الموزون، فلا تعوّض القوة في جانب عن الضعف في جانب آخر إلا جزئياً، وإذا كانت إحدى القيم صفراً كان الناتج صفراً.",
    ),
    "aggregate:harmonic": (
        (
            "values are combined by their weighted harmonic mean, so that strength in one offsets weakness in another "
            "hardly at all; a zero makes the score zero."
        ),
        "تُجمَع القيم بمتوسطها التوافقي الموزون، فلا تكاد القوة في جانب تعوّض عن الضعف في جانب آخر، وإذا كانت إحدى القيم صفراً كان الناتج صفراً.",
    ),
    "aggregate:power": (
        "values are combined by their weighted power mean with the exponent {exponent}.",
        "تُجمَع القيم بمتوسطها المعمَّم الموزون بالأس {exponent}.",
    ),
    "aggregate:median": (
        "the score is the weighted median of the values.",
        "القيمة الإجمالية هي الوسيط الموزون للقيم.",
    ),
    "aggregate:minimum": ("the score is the lowest of the values.", "القيمة الإجمالية هي أدنى القيم."),
    "aggregate:maximum": ("the score is the highest of the values.", "القيمة الإجمالية هي أعلى القيم."),
    "aggregate:sum": (
        "the score is the sum of the values, each times its weight.",
        "القيمة الإجمالية هي مجموع القيم بعد ضرب كل منها في وزنها.",
    ),
    "aggregate:mazziotta_pareto": (
        "values are combined by the Mazziotta–Pareto index: {standard}, and their mean is {penalty} by how uneven they are.",
        "تُجمَع القيم بطريقة ماتزيوتا–باريتو: {standard}، و{penalty} متوسطها بقدر تفاوتها.",
    ),
    "mazziotta_pareto:own": (
        "they are brought to a mean of 100 and a deviation of 10",
        "تُنقل إلى متوسط 100 وانحراف معياري 10",
    ),
    "mazziotta_pareto:adjusted": (
        "they are brought to a scale from 70 to 130 by min–max",
        "تُنقل خطياً إلى سلم من 70 إلى 130 بين الحد الأدنى والحد الأقصى",
    ),
    "mazziotta_pareto:as_is": ("they are taken as they are", "تُؤخذ كما هي"),
    "mazziotta_pareto:down": ("lowered", "يُخفَّض"),
    "mazziotta_pareto:up": ("raised", "يُرفع"),
    "aggregate:copeland": (
        (
            "{units} are compared in pairs: a score is the number of those outdone in more than half of the weight, "
            "less the number of those that outdo it (Copeland)."
        ),
        "تُقارن {units} أزواجاً: قيمة كل {unit} هي عدد ما تتفوق عليه بأكثر من نصف الوزن مطروحاً منه عدد ما يتفوق عليها (طريقة كوبلاند).",
    ),
    "aggregate:outranking": (
        "{units} are compared in pairs: a score is the mean share of weight in which one leads the others; a tie gives half.",
        "تُقارن {units} أزواجاً: قيمة كل {unit} هي متوسط حصة الوزن التي تتفوق بها على سائرها، وتُحسب نصف الحصة عند التساوي (طريقة التفوق).",
    ),
    "aggregate:benefit_of_the_doubt": (
        (
            "each {unit_alone} is scored under the weights that favour it most, 1 for the best (benefit of the doubt, "
            "data envelopment analysis){bounds}."
        ),
        "تُحسب قيمة كل {unit} بالأوزان الأفضل لها، وللأفضل 1 (منفعة الشك، تحليل مغلف البيانات){bounds}.",
    ),
    "aggregate:formula": (
        "the score is computed by the formula “{formula}”.",
        "تُحسب القيمة الإجمالية بالصيغة «{formula}».",
    ),
}

_MISSING: dict[str, Pair] = {
    "missing:renormalise": (
        "the weight of a missing value is shared among the others in proportion to their weights.",
        "يُوزَّع وزن القيمة الغائبة على سائر القيم بنسبة أوزانها.",
    ),
    "missing:zero": (
        "a missing value counts as zero; where an indicator does not apply, its weight is shared among the others.",
        "تُحسب القيمة الغائبة صفراً، وحيث لا ينطبق المؤشر الفرعي يُوزَّع وزنه على سائر المؤشرات.",
    ),
    "missing:drop_below": (
        (
            "a score is computed where at least {share} of the values are there, and the weights of the missing ones are shared "
            "among the others; otherwise there is no score."
        ),
        "لا تُحسب القيمة الإجمالية إلا إذا توافرت {share} من القيم على الأقل، ويُوزَّع حينئذ وزن القيم الغائبة على سائرها.",
    ),
}

_UNCERTAINTY: dict[str, Pair] = {
    "uncertainty": (
        "How far scores and ranks depend on the choices made is told from {draws} (Monte Carlo).",
        "يُقاس مدى تأثر القيم والمراتب بالخيارات المعتمدة من خلال {draws} (محاكاة مونت كارلو).",
    ),
    "uncertainty:at": (" of the parts of {names}", " (ضمن: {names})"),
    "uncertainty:relative:uniform": (
        "Weights{at} vary by up to {share} either way.",
        "تتغيّر الأوزان{at} زيادةً أو نقصاناً بما لا يتجاوز {share}.",
    ),
    "uncertainty:relative:normal": (
        "Weights{at} vary by a normal error of which {share} is two standard deviations.",
        "تتغيّر الأوزان{at} بخطأ طبيعي التوزيع يعادل انحرافان معياريان منه {share}.",
    ),
    "uncertainty:dirichlet": (
        "Weights{at} are drawn from a Dirichlet distribution around those in force, of concentration {concentration}.",
        "تُسحب الأوزان{at} من توزيع ديريشليه حول الأوزان المعتمدة بدرجة تركّز {concentration}.",
    ),
    "uncertainty:free": (
        "Weights{at} are drawn evenly from all possible ones.",
        "تُسحب الأوزان{at} سحباً منتظماً من جميع الأوزان الممكنة.",
    ),
    "uncertainty:sets": (
        "Weights are drawn from {count} that experts gave.",
        "تُسحب الأوزان من {count} وضعها الخبراء.",
    ),
    "uncertainty:data:normal": (
        "Each value carries a normal error of measurement, with a deviation of {share} of {of}.",
        "يُضاف إلى كل قيمة خطأ قياس طبيعي التوزيع انحرافه المعياري {share} من {of}.",
    ),
    "uncertainty:data:uniform": (
        "Each value carries an error of measurement of up to {share} of {of}.",
        "يُضاف إلى كل قيمة خطأ قياس منتظم التوزيع لا يتجاوز {share} من {of}.",
    ),
    "uncertainty:of:value": ("the value", "القيمة"),
    "uncertainty:of:deviation": ("the indicator’s standard deviation", "الانحراف المعياري للمؤشر الفرعي"),
    "uncertainty:imputation": (
        "Estimates of missing values are drawn with their error.",
        "تُسحب تقديرات القيم الغائبة عشوائياً بحسب خطأ التقدير.",
    ),
    "uncertainty:impute": (
        "The estimation of missing values is one of these: {parts}.",
        "تُختار طريقة تقدير القيم الغائبة عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:treat": (
        "The treatment of outliers is one of these: {parts}.",
        "تُختار طريقة معالجة القيم المتطرفة عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:normalise": (
        "The normalisation is one of these: {parts}.",
        "تُختار طريقة التطبيع عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:weighting": (
        "The weighting is one of these: {parts}.",
        "تُختار طريقة تحديد الأوزان عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:aggregate": (
        "The aggregation is one of these: {parts}.",
        "تُختار طريقة التجميع عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:missing": (
        "Missing values are dealt with in one of these ways: {parts}.",
        "تُختار طريقة معاملة القيم الغائبة عشوائياً مما يأتي: {parts}.",
    ),
    "uncertainty:between": ("; ", "؛ "),
}

METHOD_PHRASES: dict[str, Pair] = {
    **_FRAGMENTS,
    **_DENOMINATE,
    **_IMPUTE,
    **_SCREEN,
    **_TREAT,
    **_NORMALISE,
    **_WEIGHTS,
    **_AGGREGATE,
    **_MISSING,
    **_UNCERTAINTY,
}
"""A key of a choice, its parameters behind colons → the phrase."""
