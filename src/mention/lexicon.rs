//! The lexicon of the reader: heads, verbs, particles, tails, parsed once from `lexicon.toml`.

use super::lexicon_file::{File, Modifier, Title};
use super::words::Words;
use crate::error::{Error, Result};
use crate::vocabulary::{Category, Status, Work};
use serde::Deserialize;

/// What a head asks for before it names a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// A toponym, chain or code inside the item.
    Own,
    /// A toponym inside the item or a subject that says where.
    Place,
    /// A modifier of its own.
    Any,
}

impl Need {
    /// Does a subject that says where make up for a toponym?
    pub fn is_place(self) -> bool {
        self == Self::Place
    }
}

/// A kind of thing, named by its head words.
#[derive(Debug, Clone, Deserialize)]
pub struct Head {
    /// Words, any order.
    pub words: Vec<String>,
    /// Category.
    pub category: Category,
    /// Finer word.
    pub kind: String,
    /// What it asks for.
    pub need: Need,
    /// Modifiers decide the category.
    #[serde(default)]
    pub generic: bool,
    /// The thing is a role of a city.
    #[serde(default)]
    pub role: bool,
    /// Unknown words in a list before it may be proper names.
    #[serde(default)]
    pub names: bool,
    /// A field before it names each (新能源、稀土实验室).
    #[serde(default)]
    pub fields: bool,
    /// Only a toponym, a code, a chain or a quoted name names the thing.
    #[serde(default)]
    pub strict: bool,
    /// The word alone names the thing where a place governs it.
    #[serde(default)]
    pub bare: bool,
    /// For ecology.
    pub zone_kind: Option<String>,
}

/// A verb that governs works.
#[derive(Debug, Clone, Deserialize)]
pub struct Verb {
    /// Words, any order.
    pub words: Vec<String>,
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// Ends what stands before it in an item.
    #[serde(default = "yes")]
    pub boundary: bool,
    /// May stand inside a name, so that it ends only a subject before it.
    #[serde(default)]
    pub inner: bool,
    /// After a name it says that nothing is built (转型升级, 开放).
    #[serde(default)]
    pub vague: bool,
    /// A list of targets to be finished by the plan's end.
    #[serde(default)]
    pub target: bool,
}

fn yes() -> bool {
    true
}

/// Everything that steers the reader.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Heads by index.
    pub heads: Vec<Head>,
    /// Head words.
    pub head_words: Words,
    /// Verbs by index.
    pub verbs: Vec<Verb>,
    /// Verb words.
    pub verb_words: Words,
    modifiers: Vec<(Vec<String>, Category, String)>,
    kinds: Vec<(Vec<String>, Category, String)>,
    /// Words that make no name.
    pub generic: Words,
    /// A verb before these is part of a name.
    pub nominal_tails: Words,
    /// Particles anywhere in an item.
    pub particles: Words,
    /// Particles at the start of an item.
    pub lead_particles: Words,
    /// What stands after these is no work.
    pub excluders: Words,
    /// What may follow a head.
    pub tails: Words,
    /// Predicates of natural zones.
    pub zone_verbs: Words,
    /// Predicates of water works.
    pub water_words: Words,
    /// Natural names that stand alone too often.
    pub bare_zones: Vec<String>,
    /// Verbs of helping a subject (支持, 鼓励).
    pub support_verbs: Words,
    /// Class words that may follow a place of a focus (流域, 灌区).
    pub focus_tails: Words,
    /// Words by which a place is not chosen yet (符合条件).
    pub condition_words: Words,
    /// Heads that need two sides (甲与乙联网工程).
    pub paired_heads: Words,
    /// Excluders of all but roads and railways, which are built to connect (连通甲公路).
    pub reach_words: Words,
    /// Natural regions of the country that no gazetteer of the region holds, or holds as something else.
    pub proper_nature: Words,
    /// Ranks of a city by function (消费中心): titles, not works.
    pub city_ranks: Words,
    /// Ends of names of tools (依托甲数据中心构建乙).
    pub tool_heads: Words,
    /// What closes a focus that 以 opens (为重点).
    pub weight_words: Words,
    /// Verbs that make a plan a work under way (加快).
    pub firm_words: Words,
    /// Words of a name that mean care of a zone.
    pub care_words: Words,
    /// Class words that make a natural thing of a known name.
    pub natural_words: Words,
    /// Words of an unnamed plural (其他, 部分).
    pub plural_words: Words,
    /// What follows a natural name that is no zone there.
    pub zone_stops: Words,
    /// Words between 等 and a head that are no part of a name.
    pub etc_generic: Words,
    /// Words that make the care of a river ecology rather than water works.
    pub guard_words: Words,
    /// Names of national works and belts that no gazetteer holds.
    pub proper: Words,
    /// Words that hold a verb or particle by chance (自由, 研究院).
    pub solid: Words,
    /// Counters that lead a plural (一批).
    pub counters: Words,
    /// What makes another noun of a head (基金, 规划).
    pub compound_tails: Words,
    /// After 与…: what is shared with others (联动, 合作).
    pub shared_after: Words,
    /// Verbs of several subjects for one work (联合, 共建).
    pub joint_verbs: Words,
    /// What may follow a natural zone inside its item.
    pub zone_tails: Words,
    /// Regions that are the whole scope of a plan.
    pub regions: Vec<String>,
    /// Goods, trades and materials: modifiers, not names.
    pub wares: Words,
    /// Verbs of growth (壮大).
    pub growth_verbs: Words,
    /// What grows (城镇规模).
    pub growth_words: Words,
    /// Seats of counties.
    pub seat_words: Words,
    /// Words of a list of towns.
    pub town_words: Words,
    /// Words of units that are built together.
    pub together_words: Words,
    /// Words of works: a gazetteer name that holds one is no toponym.
    pub works_words: Words,
    /// Class words by which an unknown administrative unit is known.
    pub shape_units: Words,
    /// The same for towns.
    pub shape_settlements: Words,
    /// The same for natural things.
    pub shape_nature: Words,
    /// What makes no name before a class word.
    pub shape_stops: Words,
    title_words: Words,
    title_heads: Vec<(usize, String)>,
    task_words: Words,
    task_heads: Vec<(usize, String)>,
}

/// The heads, by index, that the words of titles and tasks stand for.
fn heads_of(list: &[Title], head_words: &Words) -> Result<Vec<(usize, String)>> {
    let head_of = |title: &Title| {
        let chars: Vec<char> = title.head.chars().collect();
        let head = head_words.ending(&chars, chars.len()).filter(|(len, _)| *len == chars.len());
        let missing =
            || Error::Other(format!("src/mention/lexicon.toml: \"{}\" is no head word", title.head));
        head.map(|(_, index)| (index, title.head.clone())).ok_or_else(missing)
    };
    list.iter().map(head_of).collect()
}

impl Lexicon {
    /// Parses the file beside this module.
    ///
    /// # Errors
    /// When the file does not parse, or a title names a head that is not there.
    pub fn load() -> Result<Self> {
        Self::parse(include_str!("lexicon.toml"))
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File =
            toml::from_str(text).map_err(|e| Error::Other(format!("src/mention/lexicon.toml: {e}")))?;
        let indexed = |list: &[String]| Words::new(list.iter().map(|w| (w, 0)));
        let head_words =
            Words::new(file.head.iter().enumerate().flat_map(|(i, h)| h.words.iter().map(move |w| (w, i))));
        let verb_words =
            Words::new(file.verb.iter().enumerate().flat_map(|(i, v)| v.words.iter().map(move |w| (w, i))));
        let title_words =
            Words::new(file.title.iter().enumerate().flat_map(|(i, t)| t.words.iter().map(move |w| (w, i))));
        let title_heads = heads_of(&file.title, &head_words)?;
        let task_words =
            Words::new(file.task.iter().enumerate().flat_map(|(i, t)| t.words.iter().map(move |w| (w, i))));
        let task_heads = heads_of(&file.task, &head_words)?;
        let triple = |list: Vec<Modifier>| list.into_iter().map(|m| (m.words, m.category, m.kind)).collect();
        Ok(Self {
            head_words,
            verb_words,
            title_words,
            title_heads,
            task_words,
            task_heads,
            generic: indexed(&file.generic_modifiers.words),
            nominal_tails: indexed(&file.words.nominal_tails),
            particles: indexed(&file.words.particles),
            lead_particles: indexed(&file.words.lead_particles),
            excluders: indexed(&file.words.excluders),
            tails: indexed(&file.words.tails),
            zone_verbs: indexed(&file.words.zone_verbs),
            water_words: indexed(&file.words.water_words),
            bare_zones: file.words.bare_zones,
            support_verbs: indexed(&file.words.support_verbs),
            focus_tails: indexed(&file.words.focus_tails),
            condition_words: indexed(&file.words.condition_words),
            paired_heads: indexed(&file.words.paired_heads),
            reach_words: indexed(&file.words.reach_words),
            proper_nature: indexed(&file.words.proper_nature),
            city_ranks: indexed(&file.words.city_ranks),
            tool_heads: indexed(&file.words.tool_heads),
            weight_words: indexed(&file.words.weight_words),
            firm_words: indexed(&file.words.firm_words),
            care_words: indexed(&file.words.care_words),
            natural_words: indexed(&file.words.natural_words),
            plural_words: indexed(&file.words.plural_words),
            zone_stops: indexed(&file.words.zone_stops),
            etc_generic: indexed(&file.words.etc_generic),
            guard_words: indexed(&file.words.guard_words),
            proper: indexed(&file.words.proper),
            solid: indexed(&file.words.solid),
            counters: indexed(&file.words.counters),
            compound_tails: indexed(&file.words.compound_tails),
            shared_after: indexed(&file.words.shared_after),
            joint_verbs: indexed(&file.words.joint_verbs),
            zone_tails: indexed(&file.words.zone_tails),
            regions: file.words.regions,
            wares: indexed(&file.words.wares),
            growth_verbs: indexed(&file.words.growth_verbs),
            growth_words: indexed(&file.words.growth_words),
            seat_words: indexed(&file.words.seat_words),
            town_words: indexed(&file.words.town_words),
            together_words: indexed(&file.words.together_words),
            works_words: indexed(&file.words.works_words),
            shape_units: indexed(&file.words.shape_units),
            shape_settlements: indexed(&file.words.shape_settlements),
            shape_nature: indexed(&file.words.shape_nature),
            shape_stops: indexed(&file.words.shape_stops),
            modifiers: triple(file.modifier),
            kinds: triple(file.kind),
            heads: file.head,
            verbs: file.verb,
        })
    }

    /// Category and kind of a named thing: its head's, unless the head is generic and a modifier says more.
    pub fn classify(&self, head: &Head, name: &str) -> (Category, String) {
        let found = |list: &[(Vec<String>, Category, String)], only: Option<Category>| {
            list.iter()
                .filter(|(_, category, _)| only.is_none_or(|o| o == *category))
                .find(|(words, _, _)| words.iter().any(|w| name.contains(w.as_str())))
                .map(|(_, category, kind)| (*category, kind.clone()))
        };
        let generic = head.generic.then(|| found(&self.modifiers, None)).flatten();
        let (category, kind) = generic.unwrap_or_else(|| (head.category, head.kind.clone()));
        found(&self.kinds, Some(category)).unwrap_or((category, kind))
    }

    /// Are these modifiers nothing but generic words?
    pub fn is_generic(&self, modifiers: &[char]) -> bool {
        let mut at = 0;
        while at < modifiers.len() {
            match self.generic.starting(modifiers, at) {
                Some((len, _)) => at += len,
                None if "“”（）()、和及与的等家批+".contains(modifiers[at])
                    || modifiers[at].is_ascii_digit() =>
                {
                    at += 1
                }
                None => return false,
            }
        }
        true
    }

    /// Are these words nothing but wares and generic words?
    pub fn is_ware(&self, text: &[char]) -> bool {
        self.residue(text) == 0
    }

    /// How many characters are left when generic words and wares are taken away.
    pub fn residue(&self, text: &[char]) -> usize {
        let mut at = 0;
        let mut rest = 0;
        while at < text.len() {
            let generic = self.generic.starting(text, at);
            let ware = self.wares.starting(text, at);
            match generic.max(ware) {
                Some((len, _)) => at += len,
                None => {
                    rest +=
                        usize::from(crate::text::is_han(text[at]) && !"和与及的等型级类".contains(text[at]));
                    at += 1;
                }
            }
        }
        rest
    }

    /// The word and head of what is done to the land (盐碱地改良), the first that the text names.
    pub fn task(&self, text: &[char]) -> Option<(&str, usize)> {
        let (_, index) = (0..text.len()).find_map(|at| self.task_words.starting(text, at))?;
        let (head, word) = &self.task_heads[index];
        Some((word.as_str(), *head))
    }

    /// The head that a title gives to the items after it, and its word.
    pub fn title_head(&self, title: &[char]) -> Option<(usize, &str)> {
        (0..title.len())
            .filter_map(|at| self.title_words.starting(title, at))
            .max_by_key(|(len, _)| *len)
            .map(|(_, index)| (self.title_heads[index].0, self.title_heads[index].1.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_parses_and_the_longest_head_wins() {
        let lexicon = Lexicon::load().unwrap_or_else(|e| unreachable!("{e}"));
        let text: Vec<char> = "包头至银川高速铁路".chars().collect();
        assert_eq!(lexicon.head_words.ending(&text, text.len()).map(|(len, _)| len), Some(4));
    }

    #[test]
    fn modifiers_decide_what_a_base_is() {
        let lexicon = Lexicon::load().unwrap_or_else(|e| unreachable!("{e}"));
        let head = lexicon.heads.iter().find(|h| h.words.iter().any(|w| w == "基地"));
        let category = |name: &str| head.map(|h| lexicon.classify(h, name).0);
        assert_eq!(category("大数据产业基地"), Some(Category::Digital));
        assert_eq!(category("国家级乳业基地"), Some(Category::Industry));
    }
}
