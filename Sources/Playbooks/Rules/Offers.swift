/// The offers of a playbook as ends of a sentence, and the matching subject lines.
///
/// `{n}` stands for the actions of the message's module over the longest window, `{r}` for those over the shortest,
/// `{deal}` and `{deals}` for the module's name, `{k}` for the most people in one week. `{w}` and `{m}` are `week` and
/// `month` if the two windows have these lengths. A text with a fact that a prospect does not have is not used for it.
struct Offers {
    let ends: [String]
    let subjects: [String]

    /// Returns the offers of a playbook focus, or general ones if the focus is not in the built-in taxonomy.
    static func offers(for focus: String) -> Offers {
        let topic = focus.lowercased().replacing("+", with: "and").split(separator: " ").joined(separator: " ")
        return builtIn[focus]
            ?? Offers(
                ends: [
                    ", so I would like to talk about \(topic) with you.",
                    "; may I show you what \(topic) could look like for you?",
                    ", and I would be glad to go through \(topic) with you.",
                    ": shall we look at \(topic) together?",
                    ", so \(topic) may be a good next step for you.",
                ],
                subjects: [
                    "Your {n} {deal} actions and what comes next", "A next step for your {deals}",
                    "{n} {deal} actions in the past {m}", "An idea after your {r} {deal} actions",
                    "A thought on your {deals}",
                ])
    }

    private static let builtIn: [String: Offers] = [
        "Forecasting + automation": Offers(
            ends: [
                ", so I would like to show you a sales forecast built from your {deals}.",
                "; would it help to see in one view what your {deals} are worth?",
                ", and some of the routine follow-up on your {deals} could run by itself.",
                ", and a first sales forecast from your {deals} would be a small step from here.",
                ": shall I show you which steps in your {deals} can be automated?",
                ", and I would be glad to walk you through forecasts and reminders for your {deals}.",
                ", so may I show you how a {deal} can move forward without someone chasing it?",
                ", and I wonder whether you can already see which {deals} will close next.",
            ],
            subjects: [
                "A forecast from your {n} {deal} actions", "{n} {deal} actions: what is the pipeline worth?",
                "What your {n} {deal} actions could tell you", "{r} {deal} actions in a {w}: time to automate?",
                "From {n} {deal} actions to a forecast", "{k} people, one pipeline, one forecast",
                "Less routine behind your {n} {deal} actions", "What will close out of your pipeline?",
                "A forecast {k} people can share", "{r} {deal} actions in a {w}: what will close?",
                "Seeing what your {deals} are worth",
            ]),
        "Sequences + tracking": Offers(
            ends: [
                "; would it help to see which of your emails get opened?",
                ", and I can show you how to turn emails you send often into a sequence.",
                ", so may I show you how tracking tells you whom to call first?",
                ", and a sequence could take care of the follow-ups.",
                ": shall I show you how templates and tracking work together?",
                ", so I would like to show you how follow-ups can go out on a schedule.",
            ],
            subjects: [
                "Who opens your emails?", "A sequence for your {n} {deal} actions",
                "{n} {deal} actions and who replied",
                "Tracking what comes of your {n} {deal} actions", "Follow-ups that send themselves",
                "Knowing which emails get an answer", "{n} {deal} actions, fewer follow-ups by hand",
                "Whom to call after {n} {deal} actions",
            ]),
        "Pipeline setup": Offers(
            ends: [
                ", so a simple pipeline for your {deals} could be the next step.",
                "; may I show you how a {deal} turns into a first deal?",
                ", and a few deal stages would show which {deals} are close to buying.",
                ": would it help if we set up a first pipeline for your {deals} together?",
                ", so I would like to show you how your {deals} can move through deal stages.",
                ", and I can help you sort your {deals} by how near they are to a purchase.",
                ", and your {deals} are a good base for a first pipeline.",
            ],
            subjects: [
                "From {n} {deal} actions to a pipeline", "A first pipeline for your {deals}",
                "{n} {deal} actions, and the first deal?", "Which of your {deals} are close to buying?",
                "Deal stages for your {n} {deal} actions", "{r} {deal} actions in a {w}: time for a pipeline?",
                "Turning {n} {deal} actions into deals", "Your {deals}, sorted by how near they are",
                "After {n} {deal} actions, a first deal", "What comes after {n} {deal} actions",
            ]),
        "Team invites": Offers(
            ends: [
                "; would it help to bring in a colleague and share the work?",
                ", so is there someone on your side who should see this too?",
                ", and I can show you how to share your {deals} with a teammate.",
                ": who else in your company would use what you have set up?",
                ", so it may be a good moment to give a colleague access.",
                ", and I would gladly help you bring in a first teammate.",
                "; shall I show you what changes once a second person joins?",
            ],
            subjects: [
                "Sharing your {deals} with a colleague", "Who else should see your {n} {deal} actions?",
                "A second pair of hands for your {deals}", "Your {n} {deal} actions, shared with a teammate",
                "Working on {deals} together", "Someone to share {n} {deal} actions with",
                "Bringing a colleague into your {deals}", "{r} {deal} actions, and all of them yours",
                "A teammate for your {n} {deal} actions", "Who helps you with your {deals}?",
                "Doing {n} {deal} actions on your own?",
                "Inviting a colleague to your {deals}",
            ]),
        "Reactivation": Offers(
            ends: [
                "; did something get in the way that I can help with?",
                ", so I wanted to ask what would make it worth picking up again.",
                ": is there anything missing that would help you carry on?",
                ", and I would be glad to help you get going again.",
                ", so may I ask what held you up?",
                "; shall we go through your setup together and clear what is in the way?",
            ],
            subjects: [
                "Picking up your {deals} again", "Where did your {deals} get stuck?",
                "Can I help with your {deals}?", "After {n} {deal} actions, what is missing?",
                "Your {n} {deal} actions need not be lost", "Getting going again with your {deals}",
                "What would help after {n} {deal} actions?", "Is something in the way of your {deals}?",
                "How can I help you carry on?", "What would make it worth another look?",
            ]),
        "Direct upgrade": Offers(
            ends: [
                ", so would a look at the paid plan make sense for you now?",
                "; may I show you what the paid plan adds to that?",
                ": shall we look at whether an upgrade fits how you work?",
                ", so I would be glad to go through the plans with you.",
                ", and I think a short call about the next plan would be worth your time.",
                "; would you like to see where the paid plan saves you work?",
                ", and I wonder whether the free plan still fits the way you work.",
            ],
            subjects: [
                "Does the free plan still fit you?", "{n} {deal} actions: room for more?",
                "What the paid plan adds to your {deals}", "A plan for {n} {deal} actions",
                "The next plan for your {deals}", "{k} people and the free plan",
                "{r} {deal} actions in a {w}: time to upgrade?", "Is it time for the next plan?",
                "A plan that fits {k} people", "Where your {n} {deal} actions could go next",
                "Beyond the free plan with {n} {deal} actions", "Which plan suits {n} {deal} actions?",
                "Getting more out of {n} {deal} actions",
            ]),
    ]
}
