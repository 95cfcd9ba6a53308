//! The stage of a project in one plan that names it several times.
//!
//! In: its wordings there. Out: the one that counts, and the stage. Must not know: where wordings were found.

use crate::vocabulary::{Status, Work};

/// One wording of a plan about one project.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// Stage of this wording.
    pub status: Status,
    /// What is done, of this wording.
    pub work: Work,
    /// Words of the plan.
    pub status_text: &'a str,
    /// Whether it stands in a list (专栏).
    pub entry: bool,
    /// Where it stands.
    pub start: usize,
}

/// Words that report a start.
const STARTED: [&str; 3] = ["开工", "在建", "加紧建设"];

/// The wording that counts among those of one plan, and the stage it gives: a stated stage over none, a list entry over
/// prose, the first of equals; what the plan calls new is under way when the same plan reports its start.
pub fn stage<'a>(wordings: &[Wording<'a>]) -> Option<(Wording<'a>, Status, Work)> {
    let rank = |w: &&Wording<'a>| (w.status != Status::Unknown, w.entry, std::cmp::Reverse(w.start));
    let chosen = *wordings.iter().max_by_key(rank)?;
    let started = wordings.iter().any(|w| STARTED.iter().any(|word| w.status_text.contains(word)));
    let under_way = chosen.status == Status::Planned && started;
    Some((chosen, if under_way { Status::Construction } else { chosen.status }, chosen.work))
}

/// Whether `heading` belongs to a list of a plan.
pub fn is_list_heading(heading: &str) -> bool {
    heading.starts_with("专栏")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(status: Status, status_text: &str, entry: bool, start: usize) -> Wording<'_> {
        Wording { status, work: Work::New, status_text, entry, start }
    }

    #[test]
    fn a_list_entry_counts_over_prose_and_a_stated_stage_over_none() {
        let all = [
            wording(Status::Preliminary, "积极推进", false, 1),
            wording(Status::Planned, "新建", true, 9),
            wording(Status::Unknown, "", true, 5),
        ];
        assert!(
            stage(&all).is_some_and(|(w, status, _)| w.status_text == "新建" && status == Status::Planned)
        );
    }

    #[test]
    fn new_is_under_way_where_the_plan_reports_the_start() {
        let all =
            [wording(Status::Planned, "新建", true, 9), wording(Status::Construction, "开工建设", false, 1)];
        assert!(stage(&all).is_some_and(|(_, status, _)| status == Status::Construction));
        assert!(stage(&[]).is_none());
    }
}
