package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryEngineStoreTest extends EngineStoreContract {

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);

    @Override
    public EngineStore store() {
        return store;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Test
    void failureBeforeTheCommit_losesTheWork() {
        RunFixture run = run("lost");
        store.failNextBeforeCommit();

        assertThatThrownBy(() -> recordOnce(run.start())).isInstanceOf(StoreUnavailableException.class);

        assertThat(history(run.instanceId)).isEmpty();
        assertThat(record(run.start())).isEmpty();
    }

    @Test
    void failureAfterTheCommit_keepsTheWork() {
        RunFixture run = run("kept");
        store.failNextAfterCommit();

        assertThatThrownBy(() -> recordOnce(run.start())).isInstanceOf(StoreUnavailableException.class);

        assertThat(history(run.instanceId)).hasSize(1);
    }

    private Set<UUID> recordOnce(RunRecord record) {
        return store.runs().inTransaction(transaction -> StoreUnderTest.record(transaction, record));
    }
}
