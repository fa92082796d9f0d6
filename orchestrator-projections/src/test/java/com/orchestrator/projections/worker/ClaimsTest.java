package com.orchestrator.projections.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Worker;
import com.orchestrator.projections.store.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who takes what, and asks for what. */
class ClaimsTest {

    private static final long NOW = 1_000_000;
    private static final long STALE = 30_000;

    private final List<Worker> workers = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();

    private void worker(String id, long generation) {
        workers.add(new Worker(id, generation, WorkerState.RUNNING, 0, NOW, STALE, NOW));
    }

    private void shard(long generation, String owner, String successor, long since) {
        shards.add(new Shard(
                "p",
                1,
                shards.size(),
                true,
                9,
                null,
                0,
                null,
                1,
                generation,
                owner,
                successor,
                since,
                null,
                0,
                null,
                null,
                0,
                null,
                null,
                false,
                new Shard.Wish(null, null, false),
                new Shard.Measure(0, false, null, 0, null, null),
                NOW));
    }

    private void shard(String owner) {
        shard(1, owner, null, 0);
    }

    private Claims of(String me, long generation) {
        return new Claims(me, generation, STALE, workers, shards);
    }

    private static List<Integer> numbers(List<Shard> shards) {
        return shards.stream().map(Shard::number).toList();
    }

    @Test
    void aWorkerAlone_takesAll() {
        worker("a", 1);
        shard(null);
        shard("of one that has died");
        assertThat(numbers(of("a", 1).toTake)).containsExactly(0, 1);
    }

    @Test
    void ofWhatIsFree_aWorkerTakesItsShare() {
        worker("a", 1);
        worker("b", 1);
        shard(null);
        shard(null);
        shard(null);
        assertThat(of("a", 1).toTake).hasSize(2);
        assertThat(of("a", 1).toAsk).isEmpty();
    }

    @Test
    void whoHasTwoMore_isAskedForOne() {
        worker("a", 1);
        worker("b", 1);
        shard("b");
        shard("b");
        shard("b");
        Claims claims = of("a", 1);
        assertThat(claims.toTake).isEmpty();
        assertThat(claims.toAsk).hasSize(1);
    }

    @Test
    void whoHasOneMore_isLeftAlone() {
        worker("a", 1);
        worker("b", 1);
        shard("a");
        shard("b");
        shard("b");
        assertThat(of("a", 1).toAsk).isEmpty();
    }

    @Test
    void anOlderGeneration_isAskedForAllOfMyShare() {
        worker("old", 1);
        worker("new", 2);
        shard("old");
        shard("old");
        assertThat(of("new", 2).toAsk).hasSize(2);
        assertThat(of("new", 2).toTake).isEmpty();
    }

    @Test
    void whatWasLetGoForAnother_isLeftToHim_whileHeLivesAndIsNotLate() {
        worker("a", 1);
        worker("b", 1);
        shard(1, null, "b", NOW - 10);
        shard("a");
        shard("a");
        assertThat(of("a", 1).toTake).isEmpty();
        assertThat(numbers(of("b", 1).toTake)).containsExactly(0);

        shards.clear();
        shard(1, null, "b", NOW - STALE - 1);
        assertThat(numbers(of("a", 1).toTake)).containsExactly(0);
        shards.clear();
        shard(1, null, "who has died", NOW - 10);
        assertThat(numbers(of("a", 1).toTake)).containsExactly(0);
    }

    @Test
    void anOwnerWhoWasAskedAndHangs_isPassedAfterTheThreshold() {
        worker("a", 1);
        worker("b", 1);
        shard(1, "b", "a", NOW - STALE + 1);
        assertThat(of("a", 1).toTake).isEmpty();
        shards.clear();
        shard(1, "b", "a", NOW - STALE - 1);
        assertThat(of("a", 1).toTake).hasSize(1);
    }

    @Test
    void aWorkerThatHasStopped_ownsNothing() {
        worker("a", 1);
        workers.add(new Worker("b", 1, WorkerState.STOPPED, 0, NOW, STALE, NOW));
        shard("b");
        assertThat(of("a", 1).toTake).hasSize(1);
    }
}
