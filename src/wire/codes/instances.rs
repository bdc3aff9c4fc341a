//! Codes of academic instances.

use super::codes;

codes! { INSTANCES
    E4101: "The file ends where {0} is expected.", "文件在应有{0}处结束。";
        "Give the whole file as it was published.", "请提供完整的原始文件。".
    E4102: "“{0}” is not {1}.", "“{0}”不是{1}。";
        "Correct the number; nothing is converted silently.", "请改正此数。".
    E4103: "{0} more words follow where the instance should end.", "算例结束后还有 {0} 个词。";
        "Check the counts in the head of the file.", "请检查文件开头的数量。".
    E4104: "This is no instance of a known format.", "不是已知格式的算例。";
        "Known formats (--set) are: {0}.", "已知格式（--set）有：{0}。".
    E4105: "There is no set “{0}”.", "没有名为“{0}”的算例格式。";
        "Known formats are: {1}.", "已知格式有：{1}。".
    E4106: "The numbers are too large: together they reach 2^52 units of the last decimal place.", "数值过大：按最后一位小数计，总和达到 2^52。";
        "Give fewer decimals or smaller numbers.", "请减少小数位数或数值。".
    E4107: "The file holds {0} problems; there is none at index {1}.", "文件含 {0} 个问题，没有第 {1} 个。";
        "Give --index from 1 to {0}.", "请用 --index 指定 1 至 {0}。".
    E4108: "The format leaves “{0}” open.", "该格式没有给出“{0}”。";
        "Give it on the command line: --{0}.", "请在命令行给出：--{0}。".
    E4109: "The instance cannot be solved: {0}.", "算例无法求解：{0}。";
        "Change the file, or what the command line adds to it.", "请修改文件或命令行参数。".
    E4110: "The instance asks for {0}, which cannot be planned here.", "算例要求{0}，这里无法安排。";
        "Use an instance without it.", "请使用没有此要求的算例。".
    E4111: "The instance does not say {0}.", "算例没有给出 {0}。";
        "Give the whole file as it was published.", "请提供完整的原始文件。".
}
