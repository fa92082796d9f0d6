package com.orchestrator.test;

import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.store.EngineStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * What a test is played on: a store with nothing in it, and the clock by which everything in it is decided. In memory unless {@code
 * -Dorchestrator.test.on=NAME} says another one, which a module on the class path provides.
 */
public interface Ground {

    /** Where runs are kept. */
    EngineStore store();

    /** Decides; time passes only when {@link #advance} says so, or really. */
    InstantSource clock();

    /** Lets time pass. */
    void advance(Duration time);

    /** Found on the class path. */
    interface Provider {

        /** What {@code orchestrator.test.on} calls it. */
        String name();

        /** A ground with nothing on it; what was on it before may be gone. */
        Ground fresh();
    }

    /** The one that was asked for. */
    static Ground chosen() {
        String wanted = System.getProperty("orchestrator.test.on", "memory").toLowerCase(Locale.ROOT);
        if (wanted.equals("memory")) {
            return inMemory();
        }
        List<Provider> there = ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return there.stream()
                .filter(provider -> provider.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no ground '" + wanted
                        + "' for tests on the class path; there are memory, "
                        + there.stream().map(Provider::name).toList()
                        + ". For postgresql add orchestrator-test-postgresql"))
                .fresh();
    }

    /** In the memory of this process, at a time that stands still. */
    static Ground inMemory() {
        SettableClock clock = SettableClock.standing();
        InMemoryEngineStore store = new InMemoryEngineStore(clock);
        store.neverWaitForLocks();
        return new Ground() {
            @Override
            public EngineStore store() {
                return store;
            }

            @Override
            public InstantSource clock() {
                return clock;
            }

            @Override
            public void advance(Duration time) {
                clock.advance(time);
            }
        };
    }
}
