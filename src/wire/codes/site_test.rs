//! Codes of site tests: what a design, or the sites to be tested, can have wrong.

use super::codes;

codes! { SITE_TEST
    E7501: "The design has “{0}” open, and the problem says that it is closed.", "方案中“{0}”为开放，但任务文件中其状态为已关闭。";
        "Correct its status in the problem, or design again.", "请改正任务文件中的 status,或重新设计。".
    E7502: "“{0}” is open already.", "“{0}”已经开放。";
        "Test a site that the network does not have yet.", "请选择当前网络中尚未开放的站点。".
    E7503: "“{0}” is closed and not to be used.", "“{0}”已关闭，不可使用。";
        "Give it the status candidate.", "请将其 status 改为 candidate。".
    E7504: "There is no candidate to test: every site is open or closed for good.", "没有可测试的候选站点：所有站点均已开放或永久关闭。";
        "Add sites with the status candidate.", "请添加 status 为 candidate 的站点。".
    E7505: "A flow begins at a source or at a site, and this one at neither or both.", "流量的起点应为产生点或站点之一，此处两者皆无或皆有。";
        "Give either source or site.", "请只填写 source 或 site 其中之一。".
    E7506: "{0} kg cannot be: amounts are not negative, and all of a file together at most 10,000,000,000,000 kg.", "{0} 千克不可能：数量不得为负，且整个文件合计不超过 10,000,000,000,000 千克。";
        "Correct the amount.", "请改正数量。".
}

codes! { SITE_TEST_WARNINGS
    W7501: "The design does not name {0} of the problem's sites, “{1}” among them.", "方案没有提及任务文件中的 {0} 个站点，例如“{1}”。";
        "Existing ones are taken as open, candidates as not opened; design again if that is wrong.", "现有站点视为开放，候选站点视为未开放；如不符请重新设计。".
}
