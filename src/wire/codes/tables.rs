//! Codes of tables (CSV) and of requests.

use super::codes;

codes! { TABLES
    E4001: "The file is neither UTF-8 nor GBK.", "文件既不是 UTF-8 也不是 GBK 编码。";
        "Save it as CSV UTF-8.", "请另存为 CSV UTF-8。".
    E4002: "The header has no column for “{0}”; it reads: {1}.", "表头没有“{0}”列，现为：{1}。";
        "Name the columns lon and lat (or 经度 and 纬度), in the first line.", "请在第一行写明 lon 和 lat（或经度和纬度）。".
    E4003: "The column “{0}” stands twice in the header.", "表头中“{0}”列重复。";
        "Keep one.", "请只保留一列。".
    E4004: "“{0}” is not a number of degrees.", "“{0}”不是有效的度数。";
        "Write decimal degrees, such as 113.3001.", "请写十进制度数，例如 113.3001。".
    E4005: "{0} is out of range for “{1}”.", "“{1}”的值 {0} 超出范围。";
        "Longitudes go from -180 to 180, latitudes from -90 to 90; check that the columns are not swapped.", "经度为 -180 至 180,纬度为 -90 至 90;请检查两列是否颠倒。".
    E4006: "The line has {0} fields, the header {1}.", "该行有 {0} 个字段，表头有 {1} 个。";
        "Give each line as many fields as the header; quote fields that hold a comma.", "请使每行字段数与表头一致；含逗号的内容请加引号。".
    E4007: "The file has no points.", "文件中没有点。";
        "Add a line for each point below the header.", "请在表头下每点写一行。".
    E4008: "The file has {0} points; at most {1} are possible.", "文件有 {0} 个点，最多 {1} 个。";
        "Split it.", "请拆分文件。".
    E4009: "“{0}” is neither yes nor no.", "“{0}”既不是“是”也不是“否”。";
        "Write yes or no, or nothing for what is asked of all points.", "请写“是”或“否”；留空则按对全部点的要求。".
}

codes! { WORKBOOKS
    E4201: "The workbook cannot be read: {0}.", "无法读取工作簿：{0}。";
        "Save it anew as .xlsx, without a password.", "请重新另存为 .xlsx 格式，不要加密。".
    E4202: "“{0}” is neither yes nor no.", "“{0}”既不是“是”也不是“否”。";
        "Write yes or no.", "请写“是”或“否”。".
    E4203: "The heading “{0}” stands twice in its sheet.", "表头“{0}”在工作表中重复。";
        "Keep one of the columns.", "请只保留一列。".
    E4204: "A formula in the cell has failed: {0}.", "单元格公式出错：{0}。";
        "Correct it, or write the value.", "请改正公式或直接填写数值。".
    E4205: "Unpacked, the workbook is larger than {0} MB or has too many parts.", "工作簿解压后超过 {0} MB 或部件过多。";
        "Split it, or use JSON.", "请拆分或改用 JSON。".
    E4206: "The sheets “{0}” and “{1}” hold the same list.", "工作表“{0}”与“{1}”是同一列表。";
        "Put all rows into one of them.", "请将所有行合并到一个工作表。".
    E4207: "There is something beyond row {0} or column {1}.", "第 {0} 行或第 {1} 列之后仍有内容。";
        "Delete what is there, or use JSON.", "请删除该处内容，或改用 JSON。".
    E4208: "“{0}” is not in the sheet “{1}”.", "“{0}”不在工作表“{1}”中。";
        "Correct the id, or add the row there.", "请改正编号，或在该表中添加此行。".
}

codes! { REQUESTS
    E5001: "“{0}” is not a point.", "“{0}”不是一个点。";
        "Write lon,lat in decimal degrees, such as 113.3001,40.0768.", "请写经度，纬度，例如 113.3001,40.0768。".
    E5002: "“{0}” is not a local moment.", "“{0}”不是有效的时刻。";
        "Write YYYY-MM-DDTHH:MM, such as 2026-07-06T08:30.", "请写成 YYYY-MM-DDTHH:MM,例如 2026-07-06T08:30。".
    E5003: "The request has {0} cells; at most {1} are possible.", "请求有 {0} 个单元，最多 {1} 个。";
        "Ask for fewer points at a time, or use huilu matrix.", "请减少点数，或使用 huilu matrix。".
    E5004: "The minutes are not ascending: {1} follows {0}.", "分钟数没有从小到大排列：{0} 之后是 {1}。";
        "Put them in order, each once.", "请从小到大排列，不要重复。".
    E5005: "The list has {0} entries for {1} places.", "列表有 {0} 项，而点有 {1} 个。";
        "Give one for each place, in their order.", "请按点的顺序每点一项。".
    E5006: "Other ways are found between two points only, not through stops.", "备选路线只能在两点之间查找，不能经过途经点。";
        "Leave out alternatives or via.", "请去掉 alternatives 或 via。".
}
