//! Codes of form: what any JSON input can have wrong, whatever it means.

use super::codes;

codes! { FORM
    E1000: "The file passed every check of form and could still not be read: {0}.", "文件通过了格式检查，但仍无法读取：{0}。";
        "This is a fault of the program; please report it with the file.", "这是程序的缺陷，请附上文件反馈。".
    E1001: "The file is not UTF-8. {0}", "文件不是 UTF-8 编码。{0}";
        "Save it as UTF-8.", "请另存为 UTF-8 编码。".
    E1002: "The file is not valid JSON: {0}.", "文件不是合法的 JSON：{0}。";
        "Correct the text at this place; often a comma, quote or bracket is missing or too many just before it.", "请改正此处，常见原因是前面缺少或多出逗号、引号或括号。".
    E1003: "The file is not valid TOML: {0}.", "文件不是合法的 TOML：{0}。";
        "Correct the text at this place.", "请改正此处。".
    E1004: "The key “{0}” stands twice in one object.", "同一对象中“{0}”出现了两次。";
        "Keep one of them.", "请只保留一个。".
    E1010: "There is no field “{0}” here.", "此处没有“{0}”这个字段。";
        "Known fields are: {1}.", "可用的字段有：{1}。".
    E1011: "The field “{0}” is missing.", "缺少字段“{0}”。";
        "Add it.", "请补上。".
    E1012: "Expected {0}, found {1}.", "应为{0}，实为{1}。";
        "Write {0}.", "请填写{0}。".
    E1013: "“{0}” is not one of the values known here.", "“{0}”不是此处可用的值。";
        "Write one of: {1}.", "请填写以下之一：{1}。".
    E1014: "{0} is out of range.", "{0} 超出范围。";
        "Give a value from {1} to {2}.", "请填写 {1} 到 {2} 之间的值。".
    E1015: "{0} is not a whole number.", "{0} 不是整数。";
        "Give a whole number.", "请填写整数。".
    E1016: "The list has {0} entries; at least {1} must be there.", "列表有 {0} 项，至少需要 {1} 项。";
        "Add what is missing.", "请补足。".
    E1017: "The list has {0} entries; at most {1} are possible.", "列表有 {0} 项，最多允许 {1} 项。";
        "Split the problem, or leave entries out.", "请拆分问题或减少项数。".
    E1018: "The text is too short; at least {0} characters are needed.", "文本太短，至少需要 {0} 个字。";
        "Write a text.", "请填写内容。".
    E1019: "The text has {0} characters; at most {1} are possible.", "文本有 {0} 个字，最多允许 {1} 个。";
        "Shorten it.", "请缩短。".
    E1020: "“{0}” is not a time of the planning day.", "“{0}”不是有效的时间。";
        "Write HH:MM, HH:MM:SS or HH:MM:SS.mmm, at most 47:59:59.999; 25:30 is half past one of the next morning.", "请写成 HH:MM、HH:MM:SS 或 HH:MM:SS.mmm，最晚 47:59:59.999；次日一点半写作 25:30。".
    E1021: "“{0}” is not a day of the calendar.", "“{0}”不是有效的日期。";
        "Write YYYY-MM-DD, such as 2026-07-06.", "请写成 YYYY-MM-DD，例如 2026-07-06。".
    E1022: "“{0}” is not a clock time.", "“{0}”不是有效的时间。";
        "Write HH:MM, HH:MM:SS or HH:MM:SS.mmm.", "请写成 HH:MM、HH:MM:SS 或 HH:MM:SS.mmm。".
    E1099: "{0} more defects are not listed.", "还有 {0} 个问题未列出。";
        "Correct those listed and try again.", "请先改正已列出的问题再试。".
}
