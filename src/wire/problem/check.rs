//! The checks of sense, one rule a function, named by its code.
//!
//! Each sees the whole file and reports every breach; none stops another. They run on files whose form has been
//! mended, and are silent about places that were malformed.

mod fleet;
mod names;
mod orders;
mod outlook;
mod running;
mod travel;

use super::context::Context;
use crate::wire::defect::Report;

/// Runs them all.
pub(super) fn all(c: &Context<'_>, report: &mut Report) {
    names::check_e1101_ids_are_used_once(c, report);
    names::check_e1102_names_are_known(c, report);
    names::check_e1103_e1105_places_have_positions(c, report);
    names::check_e1104_positions_are_places_of_the_travel(c, report);
    orders::check_e1201_e1202_windows_are_in_order(c, report);
    orders::check_e1203_gaps_are_in_order(c, report);
    orders::check_e1204_e1205_e1206_parts_suit_the_pattern(c, report);
    orders::check_e1207_e1208_e1209_goods_suit_the_type(c, report);
    orders::check_e1210_service_times_are_known(c, report);
    orders::check_e1211_streams_are_listed_once(c, report);
    orders::check_e1214_a_warehouse_has_goods(c, report);
    orders::check_e1215_groups_hold_single_visits(c, report);
    orders::check_e1216_skills_are_at_most_64(c, report);
    orders::check_e1217_shipments_hold_something(c, report);
    orders::check_e1218_loads_are_not_absurd(c, report);
    orders::check_e1219_items_have_a_stream(c, report);
    orders::check_e1221_visits_end_some_time(c, report);
    fleet::check_e1212_e1213_compartments_share_nothing(c, report);
    fleet::check_e1301_there_is_one_end(c, report);
    fleet::check_e1302_e1303_there_are_vehicles(c, report);
    running::check_e1304_departed_before_ready(c, report);
    running::check_e1305_goods_on_board_are_possible(c, report);
    running::check_e1306_breaks_taken_exist(c, report);
    running::check_e1307_e1308_what_is_on_board_fits(c, report);
    running::check_e1309_e1220_second_visits_know_their_time(c, report);
    running::check_e1310_e1311_first_visits_come_first(c, report);
    running::check_e1312_done_is_listed_once(c, report);
    travel::check_e1401_e1402_e1403_matrices_are_whole(c, report);
    travel::check_e1404_e1405_bands_match(c, report);
    travel::check_e1406_profiles_have_matrices(c, report);
    outlook::check_w2001_w2002_w2009_some_vehicle_may_come(c, report);
    outlook::check_w2003_streams_can_be_unloaded(c, report);
    outlook::check_w2004_groups_offer_a_choice(c, report);
    outlook::check_w2005_kinds_have_vehicles(c, report);
    outlook::check_w2006_goods_can_be_loaded(c, report);
    outlook::check_w2007_halves_of_a_split(c, report);
    outlook::check_w2008_breaks_lie_in_the_shift(c, report);
}
