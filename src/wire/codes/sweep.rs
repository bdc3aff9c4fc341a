//! Codes of sweeps and of what is asked over HTTP: levels that cannot be, nothing to test.

use super::codes;

codes! { SWEEP
    E7601: "A level of {0} cannot be: from 0 to {1}.", "档位 {0} 不可能：应在 0 至 {1} 之间。";
        "Coverage is in percent, sites are numbers, prices are in yuan.", "覆盖率以百分数、站点以个数、价格以元填写。".
    E7602: "There is no coverage rule {0}: the problem has {1}, counted from 0.", "没有第 {0} 条覆盖规则：任务文件共有 {1} 条，从 0 起计。";
        "Name a rule by its place in “coverage”.", "请按其在 coverage 中的位置填写。".
    E7603: "The problem has no coverage rule to sweep.", "任务文件没有可扫描的覆盖规则。";
        "Add one to “coverage”, or give within_m (--within-m).", "请在 coverage 中添加规则，或给出 within_m（--within-m）。".
    E7604: "{0} levels are too many: at most {1}.", "{0} 个档位过多，最多 {1} 个。";
        "Ask for fewer steps.", "请减少档数。".
    E7605: "There is nothing to test: no site is named.", "没有要测试的站点。";
        "Name sites in “sites”, or ask for all_candidates.", "请在 sites 中写明站点，或填写 all_candidates。".
}
