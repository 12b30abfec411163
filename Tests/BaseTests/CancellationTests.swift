import Base
import Synchronization
import Testing

@Suite struct CancellationTests {
    @Test func anActionIsCalledOnceAtTheCancellation() {
        let cancellation = Cancellation()
        let calls = Mutex(0)
        let registration = cancellation.whenCancelled { calls.withLock { $0 += 1 } }
        #expect(calls.withLock { $0 } == 0)
        cancellation.cancel()
        cancellation.cancel()
        #expect(calls.withLock { $0 } == 1)
        withExtendedLifetime(registration) {}
    }

    @Test func anActionThatComesLateIsCalledAtOnce() {
        let cancellation = Cancellation()
        cancellation.cancel()
        let calls = Mutex(0)
        let registration = cancellation.whenCancelled { calls.withLock { $0 += 1 } }
        #expect(calls.withLock { $0 } == 1)
        withExtendedLifetime(registration) {}
    }

    @Test func anActionGoesWithItsRegistration() {
        final class Witness: Sendable {}
        let cancellation = Cancellation()
        let calls = Mutex(0)
        weak var witness: Witness?
        do {
            let held = Witness()
            witness = held
            let registration = cancellation.whenCancelled { [held] in
                calls.withLock { $0 += 1 }
                withExtendedLifetime(held) {}
            }
            withExtendedLifetime(registration) {}
        }
        #expect(witness == nil)
        cancellation.cancel()
        #expect(calls.withLock { $0 } == 0)
    }
}
