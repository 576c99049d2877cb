//! The question bar: what the case is about, as far as it is known. Verdicts settle again with it;
//! nothing is read again.

use std::rc::Rc;

use konseki_core::analysis::Question;
use konseki_core::report::Report;
use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, Reducible, SubmitEvent, TargetCast,
    UseReducerHandle, component, html, use_effect_with, use_reducer_eq, use_state,
};

use super::shared::use_shared;
use crate::text::Words;
use crate::view_model::question::{Problem, Typed};

/// What is typed, changed field by field.
#[derive(Debug, Clone, PartialEq)]
struct Bar(Typed);

/// What changes in the bar.
enum Change {
    /// One field, by its number.
    One(usize, String),
    /// Everything.
    All(Typed),
}

impl Reducible for Bar {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut bar = Rc::unwrap_or_clone(self);
        match change {
            Change::One(number, value) => *bar.0.place(number) = value,
            Change::All(typed) => bar.0 = typed,
        }
        Rc::new(bar)
    }
}

/// Properties of [`QuestionBar`].
#[derive(Properties, PartialEq)]
pub struct QuestionBarProps {
    /// What is asked.
    pub question: Rc<Question>,
    /// For the hosts' addresses and the ends of the evidence.
    pub report: Rc<Report>,
}

/// Seven fields, all optional.
#[component]
pub fn QuestionBar(props: &QuestionBarProps) -> Html {
    let typed = use_reducer_eq(|| Bar(Typed::of(&props.question)));
    let problem = use_state(|| None::<Problem>);
    use_effect_with(Rc::clone(&props.question), {
        let typed = typed.dispatcher();
        move |question: &Rc<Question>| typed.dispatch(Change::All(Typed::of(question)))
    });
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    let ask = {
        let (commands, before) = (shared.commands.clone(), Rc::clone(&props.question));
        let (report, problem) = (Rc::clone(&props.report), problem.setter());
        move |typed: &Typed| match typed.question(&report, &before) {
            Ok(question) => {
                problem.set(None);
                commands.ask(question);
            }
            Err(found) => problem.set(Some(found)),
        }
    };
    let submit = Callback::from({
        let (ask, typed) = (ask.clone(), typed.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            ask(&typed.0);
        }
    });
    let clear = Callback::from({
        let typed = typed.dispatcher();
        move |_: MouseEvent| {
            typed.dispatch(Change::All(Typed::default()));
            ask(&Typed::default());
        }
    });
    html! {
        <form class="question-bar" aria-label={words.case.question} onsubmit={submit}>
            <p class="question-bar-title">{ words.case.question }</p>
            <div class="question-bar-fields">
                { for fields(words).into_iter().enumerate().map(|(number, one)| field(&typed, number, one)) }
                <div class="question-bar-buttons">
                    <button class="button" id="ask" type="submit">{ words.case.ask }</button>
                    <button class="button" id="ask-nothing" type="button" onclick={clear} disabled={typed.0.is_empty()}>{ words.case.ask_nothing }</button>
                </div>
            </div>
            <p class="question-bar-problem" role="alert">{ problem.map(|one| told(words, one)) }</p>
        </form>
    }
}

/// How a time is typed; it reads the same in every language.
const TIME: &str = "YYYY-MM-DD hh:mm:ss";

/// Id, name and form of the fields, in order. Times are text, so that one can be pasted from a table
/// with all its digits, and no browser turns it into twelve hours or another zone.
fn fields(words: &Words) -> [(&'static str, &'static str, &'static str); 7] {
    let words = &words.case;
    [
        ("ask-source", words.question_source, ""),
        ("ask-destination", words.question_destination, ""),
        ("ask-account", words.question_account, ""),
        ("ask-share", words.question_share, ""),
        ("ask-file", words.question_file, ""),
        ("ask-from", words.question_from, TIME),
        ("ask-to", words.question_to, TIME),
    ]
}

fn field(
    typed: &UseReducerHandle<Bar>,
    number: usize,
    (id, name, form): (&'static str, &'static str, &'static str),
) -> Html {
    let input = Callback::from({
        let typed = typed.dispatcher();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.dispatch(Change::One(number, input.value()));
            }
        }
    });
    let value = typed.0.clone().place(number).clone();
    html! {
        <div class="question-bar-field">
            <label for={id}>{ name }</label>
            <input {id} type="text" placeholder={form} autocomplete="off" spellcheck="false" {value} oninput={input} />
        </div>
    }
}

fn told(words: &Words, problem: Problem) -> &'static str {
    match problem {
        Problem::SourceAddress => words.case.problem_source,
        Problem::Time => words.case.problem_time,
        Problem::Order => words.case.problem_order,
    }
}
