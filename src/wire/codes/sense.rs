//! Codes of sense: what a rounds problem that is well formed can still have wrong.

use super::codes;

codes! { SENSE
    E1101: "The id “{0}” is used twice among the {1}.", "“{0}”在{1}中重复出现。";
        "Give each its own id; visits made from an order are named ID/collect, ID/deliver, vehicles of a kind ID-1, ID-2.", "请使用不同的编号；订单的两次上门记作 ID/collect 和 ID/deliver,同类车辆记作 ID-1、ID-2。".
    E1102: "“{0}” is not among the {1} of this file.", "本文件的{1}中没有“{0}”。";
        "Correct the name, or add an entry for it.", "请改正名称，或添加相应条目。".
    E1103: "The place “{0}” has no position, and the file brings no travel.", "地点“{0}”没有坐标，文件也没有给出行程矩阵。";
        "Give lon and lat, or a travel section.", "请给出 lon 和 lat,或给出 travel。".
    E1104: "A position stands here, but the file brings its own travel, whose rows are the places.", "此处给的是坐标，但文件自带行程矩阵，其行对应 places。";
        "Write the id of an entry of places.", "请填写 places 中某项的编号。".
    E1105: "Only one of lon and lat is given.", "lon 和 lat 只给了一个。";
        "Give both or neither.", "请两个都给或都不给。".
    E1201: "The window ends ({1}) before it begins ({0}).", "时间窗的结束（{1}）早于开始（{0}）。";
        "Swap the times; past midnight, write 24:00 and later.", "请对调时间；跨越午夜请写 24:00 以后的时间。".
    E1202: "Two windows overlap: {0} to {1} and {2} to {3}.", "两个时间窗重叠：{0} 至 {1} 与 {2} 至 {3}。";
        "Merge them or set them apart.", "请合并或错开。".
    E1203: "The gap's least time ({0} s) is longer than its most ({1} s).", "间隔的下限（{0} 秒）大于上限（{1} 秒）。";
        "Swap them.", "请对调。".
    E1204: "A gap only makes sense between two visits in a fixed order; the pattern here is “{0}”.", "间隔只适用于有先后顺序的两次上门，此处的 pattern 为“{0}”。";
        "Remove gap, or choose collect_then_deliver or deliver_then_collect.", "请删除 gap,或改用 collect_then_deliver 或 deliver_then_collect。".
    E1205: "“second” only makes sense with two visits; the pattern here is “{0}”.", "second 只适用于两次上门，此处的 pattern 为“{0}”。";
        "Remove second, or choose a pattern of two visits.", "请删除 second,或改用两次上门的 pattern。".
    E1206: "The pattern “{0}” is for trade-ins only.", "pattern“{0}”只适用于换新+回收。";
        "Set type to trade_in, or remove pattern.", "请把 type 设为 trade_in,或删除 pattern。".
    E1207: "An order of type {0} must collect something.", "类型为 {0} 的订单必须有回收物。";
        "Add collect or items.", "请添加 collect 或 items。".
    E1208: "An order of type {0} must not deliver anything.", "类型为 {0} 的订单不能送货。";
        "Remove deliver, or set type to trade_in.", "请删除 deliver,或把 type 设为 trade_in。".
    E1209: "A trade-in must deliver something.", "换新+回收必须有送货。";
        "Add deliver, or set type to pickup.", "请添加 deliver,或把 type 设为 pickup。".
    E1210: "How long the visit lasts is not known: there is neither service_s nor an item that says so.", "不知道作业时长：既没有 service_s,也没有可据以计算的物品。";
        "Add service_s.", "请添加 service_s。".
    E1211: "The stream “{0}” is listed twice.", "品类“{0}”重复列出。";
        "List each once, with the sum.", "请每个品类只列一次，数量相加。".
    E1212: "The stream “{0}” is in two compartments of the kind.", "品类“{0}”同时在两个车厢分隔中。";
        "Keep it in one.", "请只保留在一个分隔中。".
    E1213: "New goods ride in two compartments of the kind.", "新货同时在两个车厢分隔中。";
        "Keep goods: true in one.", "请只在一个分隔中保留 goods: true。".
    E1214: "A warehouse is named, or when goods are ready, but nothing is delivered.", "指定了仓库或到货时间，但没有送货。";
        "Remove warehouse and ready, or say what is delivered.", "请删除 warehouse 和 ready,或填写送货内容。".
    E1215: "An order of two visits cannot be in a group.", "需两次上门的订单不能属于 group。";
        "Take it out of the group, or choose a pattern of one visit.", "请移出 group,或改用一次上门的 pattern。".
    E1216: "The file names {0} different skills; at most 64 are possible.", "文件中共有 {0} 种技能，最多 64 种。";
        "Merge skills that always go together.", "请合并总是同时出现的技能。".
    E1217: "The shipment is empty.", "运单没有货物。";
        "Give load_kg, volume_l or items.", "请填写 load_kg、volume_l 或 items。".
    E1218: "The goods of one entry come to {0} kg and {1} l; at most 1,000,000 of each are possible.", "单项货物合计 {0} 千克、{1} 升，各自最多 1,000,000。";
        "Correct the figures, or split the entry.", "请改正数字或拆分。".
    E1219: "No stream is known for the item “{0}”.", "不知道物品“{0}”属于哪个品类。";
        "Give the item a stream of this file: the catalogue's is not among its streams.", "请为物品指定本文件中的品类；目录给出的品类不在其中。".
    E1220: "The visit {0} must start from {1} to {2}, and none of its windows lies there.", "{0} 须在 {1} 至 {2} 之间开始，但没有符合的时间窗。";
        "Correct left_at, the gap or the windows.", "请改正 left_at、gap 或时间窗。".
    E1221: "A visit lasts {0} s by its items; at most 172,800 s are possible.", "按物品计算，一次作业需 {0} 秒，最多 172,800 秒。";
        "Correct the counts or the catalogue, or give service_s.", "请改正数量或目录，或填写 service_s。".
    E1301: "Both an end and open_end are given.", "同时给出了 end 和 open_end。";
        "Keep one of them.", "请只保留一个。".
    E1302: "There is no vehicle in the file.", "文件中没有车辆。";
        "Give a kind a count, or list vehicles.", "请为某车型填写 count,或在 vehicles 中列出车辆。".
    E1303: "There are {0} vehicles; at most 10,000 are possible.", "共有 {0} 辆车，最多 10,000 辆。";
        "Lower the counts.", "请减少 count。".
    E1304: "The vehicle departed ({0}) after it is ready to go on ({1}).", "车辆出发时间（{0}）晚于可继续作业时间（{1}）。";
        "Correct started_at or ready_at.", "请改正 started_at 或 ready_at。".
    E1305: "The new goods for “{0}” cannot be on board: {1}.", "“{0}”的新货不可能在车上：{1}。";
        "Correct goods_for.", "请改正 goods_for。".
    E1306: "The kind has {1} breaks; there is none at position {0}, or it is listed twice.", "该车型有 {1} 次休息，位置 {0} 不存在或重复。";
        "Count positions from 0, each once.", "位置从 0 开始，每个只列一次。".
    E1307: "The vehicle has no room for the stream “{0}” that is on board.", "车辆没有可装“{0}”的分隔，但车上有该品类。";
        "Correct on_board or the kind's compartments.", "请改正 on_board 或车型的 compartments。".
    E1308: "What is on board ({0} kg, {1} l) is more than the vehicle or one of its compartments holds.", "车上载货（{0} 千克、{1} 升）超过车辆或某个分隔的容量。";
        "Correct on_board or the capacity.", "请改正 on_board 或容量。".
    E1309: "“{0}” is done, but when it ended is not said; the second visit depends on it.", "“{0}”已完成，但没有结束时间，而第二次上门取决于它。";
        "Add left_at.", "请添加 left_at。".
    E1310: "“{0}” is done, but not the visit that must come before it.", "“{0}”已完成，但应在其之前的上门尚未完成。";
        "Add the earlier visit to done.", "请把前一次上门也列入 done。".
    E1311: "The goods of “{0}” have been picked up, but are on board of no running vehicle.", "“{0}”的货物已取走，但不在任何在途车辆上。";
        "Name ID/drop in goods_for of the vehicle that has them.", "请在相应车辆的 goods_for 中列出 ID/drop。".
    E1312: "“{0}” is listed as done twice.", "“{0}”在 done 中重复。";
        "List it once.", "请只列一次。".
    E1401: "The matrix is not square over the {0} places: {1}.", "矩阵应为 {0} 个地点的方阵：{1}。";
        "Give one row and one column for each entry of places, in its order.", "请按 places 的顺序，每个地点一行一列。".
    E1402: "Of time and length from place {0} to place {1} one is null and the other is not.", "地点 {0} 到 {1} 的时间和距离一个为空、一个不为空。";
        "Give both, or null for both where there is no way.", "请两者都给；不通则都填 null。".
    E1403: "From place {0} to itself takes {1}, not nothing.", "地点 {0} 到自身为 {1}，不为零。";
        "Write 0.", "请写 0。".
    E1404: "There are {0} matrices for {1} hour bands.", "有 {1} 个时段，但给了 {0} 组矩阵。";
        "Give one entry of bands for each of band_starts.", "请为 band_starts 的每一项给出一组 bands。".
    E1405: "The bands do not begin in ascending order: {1} follows {0}.", "时段起点没有按先后排列：{0} 之后是 {1}。";
        "Put them in order, each once.", "请按先后排列，不要重复。".
    E1406: "There is no matrix for the profile “{0}”.", "没有出行方式“{0}”的矩阵。";
        "Add it to travel.matrices, or correct the kind's profile.", "请在 travel.matrices 中添加，或改正车型的 profile。".
    E1900: "The day does not hold together: {0}.", "问题内部不一致：{0}。";
        "This is a fault of the program; please report it with the file.", "这是程序的缺陷，请附上文件反馈。".
}

codes! { WARNINGS
    W2001: "“{0}” ({1} kg, {2} l) is more than any vehicle that may come can hold.", "“{0}”（{1} 千克、{2} 升）超过任何可派车辆的容量。";
        "It will be left out: split it, or add a larger vehicle.", "该任务将无法安排：请拆分或增加更大的车辆。".
    W2002: "No vehicle has the skills, the crew and the kind that “{0}” needs.", "没有车辆同时满足“{0}”所需的技能、人数和车型。";
        "It will be left out: add a vehicle, or ask for less.", "该任务将无法安排：请增加车辆或放宽要求。".
    W2003: "No unloading place takes the stream “{0}”, and vehicles must end empty.", "没有卸货点接收品类“{0}”，而车辆收工时必须清空。";
        "Orders with it will be left out: add it to an unloading place.", "含该品类的任务将无法安排：请在某个卸货点添加。".
    W2004: "The group “{0}” has one order only.", "组“{0}”只有一个订单。";
        "Check the spelling of the group.", "请检查组名。".
    W2005: "There is no vehicle of the kind “{0}”.", "车型“{0}”没有车辆。";
        "Give it a count, or list vehicles of it.", "请填写 count,或在 vehicles 中列出。".
    W2006: "New goods are to be delivered, but no kind loads at a warehouse and there is none.", "有送货任务，但没有仓库可装货。";
        "Add a warehouse, and loads_at to the kinds that start there.", "请添加仓库，并为从那里出发的车型填写 loads_at。".
    W2007: "One half of “{0}” is done; that the other half needs another vehicle is not checked any more.", "“{0}”的一半已完成；另一半须换车的要求不再检查。";
        "Limit the other half by kinds if it matters.", "如有必要，请用 kinds 限定。".
    W2008: "The break from {0} to {1} lies outside the shift, from {2} to {3}.", "休息时间 {0} 至 {1} 不在班次 {2} 至 {3} 内。";
        "Check the times.", "请检查时间。".
    W2009: "“{0}” can only start when no vehicle is on its shift.", "“{0}”的时间窗内没有车辆在班。";
        "It will be left out: check the windows and the shifts.", "该任务将无法安排：请检查时间窗和班次。".
}
