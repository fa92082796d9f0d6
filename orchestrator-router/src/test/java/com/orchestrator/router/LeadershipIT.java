package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.orchestrator.api.model.Payload;
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lease of the leader. {@code -Drouter.kills=100} is the long form. */
class LeadershipIT {

    private static final int KILLS = Integer.getInteger("router.kills", 2);
    private static final Duration LEASE = Duration.ofMillis(1_500);
    /** A process starts slower than a lease lapses when the machine is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create();
    private final List<RouterStore> stores = new ArrayList<>();
    private final Contenders contenders =
            new Contenders(LeaderProcess.class, database.config(), String.valueOf(LEASE.toMillis()));

    @AfterEach
    void close() {
        contenders.close();
        stores.forEach(RouterStore::close);
    }

    private RouterStore store() {
        RouterStore store = RouterOnPostgres.store(database.config());
        stores.add(store);
        return store;
    }

    @Test
    void oneOfTwo_leads_andItsTermIsTheirs() {
        Node one = Node.named("one", new Random(1));
        Node two = Node.named("two", new Random(2));
        ClusterView first = store().beat(one, LEASE, LeaderWord.NONE);
        ClusterView second = store().beat(two, LEASE, LeaderWord.NONE);

        assertThat(first.role()).isEqualTo(ClusterView.Role.LEADER);
        assertThat(second.role()).isEqualTo(ClusterView.Role.FOLLOWER);
        assertThat(second.leader()).isEqualTo("one");
        assertThat(second.term()).isEqualTo(first.term());
        assertThat(second.peers()).containsExactly("one");
    }

    @Test
    void renewedLease_keepsItsTerm_andALapsedOneIsAnotherTerm() {
        RouterStore store = store();
        Node one = Node.named("one", new Random(1));
        long term = store.beat(one, LEASE, LeaderWord.NONE).term();
        assertThat(store.beat(one, LEASE, LeaderWord.NONE).term()).isEqualTo(term);

        database.advance(LEASE.plusMillis(1));
        assertThat(store.beat(one, LEASE, LeaderWord.NONE).term()).isEqualTo(term + 1);

        Node again = Node.named("one", new Random(3));
        assertThat(store.beat(again, LEASE, LeaderWord.NONE).role()).isEqualTo(ClusterView.Role.FOLLOWER);
        store.resign(one);
        ClusterView next = store.beat(again, LEASE, LeaderWord.NONE);
        assertThat(next.role()).isEqualTo(ClusterView.Role.LEADER);
        assertThat(next.term()).isEqualTo(term + 2);
    }

    @Test
    void whoIsNotSure_doesNotLead() {
        long[] now = {0};
        Leadership leadership =
                new Leadership(store(), Node.named("one", new Random(1)), LEASE, () -> LeaderWord.NONE, () -> now[0]);
        assertThat(leadership.isLeader()).isFalse();
        leadership.beat();
        assertThat(leadership.isLeader()).isTrue();

        now[0] = LEASE.toNanos();
        assertThat(leadership.isLeader()).isFalse();
    }

    @Test
    void whatWasSilentForADay_isTakenAway_andALeaseThatWasLostIsRememberedForSoLong() {
        RouterStore store = store();
        Node one = Node.named("one", new Random(1));
        LeaderWord word = new LeaderWord("no broker", List.of(new BrokerQueue("job.high", 7, 1)));
        store.beat(one, LEASE, word);
        assertThat(store().view(Node.named("two", new Random(2))).word()).isEqualTo(word);
        store.putWorker(new WorkerReport("gone", "t", 1, 0));
        store.sharing("t", workers -> List.of(given(1, "gone")));
        store.beat(Node.named("stays", new Random(3)), LEASE, LeaderWord.NONE);
        database.advance(RouterStore.KEPT_MAX.minusMinutes(1));
        store.putWorker(new WorkerReport("alive", "t", 2, 0));
        store.sharing("t", workers -> List.of(given(2, "alive"), given(3, "alive")));
        store.lose(List.of(id(2)));
        assertThat(store.holders(List.of(id(1), id(2)))).containsOnly(entry(id(1), "gone"), entry(id(2), "alive"));
        assertThat(store.dispatchesOpen()).isEqualTo(2);

        database.advance(Duration.ofMinutes(2));
        store.clear();
        assertThat(store.holders(List.of(id(1), id(2), id(3)))).containsOnlyKeys(id(2), id(3));
        assertThat(store.beat(one, LEASE, LeaderWord.NONE).nodes()).containsExactly("one");
        assertThat(database.query("SELECT count(*) FROM router_nodes")).containsExactly("1");

        database.advance(RouterStore.KEPT_MAX.minusMinutes(1));
        store.putWorker(new WorkerReport("alive", "t", 2, 0));
        store.clear();
        assertThat(store.holders(List.of(id(2), id(3)))).containsOnlyKeys(id(3));
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static Dispatch given(int number, String worker) {
        return new Dispatch(id(number), worker, 1, "job-" + number, "t", 0, 1, Payload.EMPTY_OBJECT);
    }

    @Test
    void killedLeader_isFollowedByAnother_inAHigherTerm() throws InterruptedException {
        contenders.begin("n0");
        contenders.begin("n1");
        for (int kill = 0; kill <= KILLS; kill++) {
            contenders.kill(contenders.next(PATIENCE));
            contenders.begin("n" + (kill + 2));
        }
    }
}
