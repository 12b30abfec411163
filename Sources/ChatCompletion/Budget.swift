internal import Synchronization

/// What calls may cost together; the most that a call can cost is set aside before it is made.
package final class Budget: Sendable {
    private struct State {
        var spent: Spending
        /// What is set aside for calls that are under way, by their ids.
        var open: [String: (tokens: Int, money: Double)] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Spending
    private let scope: String
    private let journal: AnswerJournal
    private let state: Mutex<State>
    /// What had been spent before this process.
    package let before: Spending

    /// - Parameter scope: what the budget is for; what the journal has of it counts.
    package init(limit: Spending, scope: String, journal: AnswerJournal) {
        self.limit = limit
        self.scope = scope
        self.journal = journal
        before = journal.spent(scope)
        state = Mutex(State(spent: before))
    }

    /// What this process has spent, with what is set aside for calls that are under way.
    package var spent: Spending {
        let now = state.withLock { $0.spent }
        return Spending(
            requests: now.requests - before.requests, tokens: now.tokens - before.tokens,
            money: max(0, now.money - before.money))
    }

    private enum Attempt {
        case reserved(Reservation)
        /// Calls that are under way may turn out cheaper than what is set aside for them.
        case mustWait
        case refused(String)
    }

    /// Sets aside what a call can cost at most; waits for calls that are under way where only they stand against it.
    ///
    /// - Throws: `ChatFailure.budget`, and sets nothing aside, where that is more than is left.
    func reserve(tokens: Int, money: Double) async throws(ChatFailure) -> Reservation {
        while true {
            if Task.isCancelled { throw .cancelled }
            switch attempt(tokens, money) {
            case .reserved(let reservation): return reservation
            case .refused(let what): throw .budget(what)
            case .mustWait: await nextEnd()
            }
        }
    }

    private func attempt(_ tokens: Int, _ money: Double) -> Attempt {
        state.withLock { state in
            let spent = state.spent
            let openTokens = state.open.values.reduce(0) { $0 + $1.tokens }
            let openMoney = state.open.values.reduce(0) { $0 + $1.money }
            if spent.requests + 1 > limit.requests { return .refused("requests") }
            if spent.tokens - openTokens + tokens > limit.tokens { return .refused("tokens") }
            if spent.money - openMoney + money > limit.money { return .refused("money") }
            if spent.tokens + tokens > limit.tokens || spent.money + money > limit.money {
                return state.open.isEmpty ? .refused("money") : .mustWait
            }
            let id = journal.begin(scope: scope, tokens: tokens, money: money)
            state.spent.requests += 1
            state.spent.tokens += tokens
            state.spent.money += money
            state.open[id] = (tokens, money)
            return .reserved(Reservation(id: id, tokens: tokens, money: money))
        }
    }

    /// Waits until a call has ended.
    private func nextEnd() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.open.isEmpty { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Puts what a call did cost in the place of what was set aside.
    func settle(_ reservation: Reservation, tokens: Int, money: Double) {
        state.withLock { state in
            state.spent.tokens += tokens - reservation.tokens
            state.spent.money += money - reservation.money
            state.open[reservation.id] = nil
        }
    }

    /// A call has ended, settled or not: what was set aside for one that was not settled stays spent.
    func end(_ reservation: Reservation) {
        let waiting = state.withLock { state in
            state.open[reservation.id] = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// What is set aside for one call.
struct Reservation {
    let id: String
    let tokens: Int
    let money: Double
}
