package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.model.LockStatus;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ClaimStore.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What only so many runs may hold: in the order of requests, kept through a grant, and gone when given back. */
interface ClaimContract extends StoreUnderTest {

    UUID A = RunFixture.nextId();
    UUID B = RunFixture.nextId();
    UUID C = RunFixture.nextId();
    String X = ClaimName.ofLock("x");
    String Y = ClaimName.ofLock("y");
    String SLOT = ClaimName.ofSlot("shop", "order", "k");

    private ClaimRow held(String name, UUID run, long fence) {
        return new ClaimRow(name, run, 1, fence, "t", now());
    }

    private static ClaimRow waits(String name, UUID run) {
        return new ClaimRow(name, run, 1, 0, null, null);
    }

    private void write(ClaimRow... rows) {
        store().runs().inTransaction(transaction -> {
            transaction.recordClaims(List.of(rows), List.of());
            return rows;
        });
    }

    private void giveBack(ClaimKey... keys) {
        store().runs().inTransaction(transaction -> {
            transaction.recordClaims(List.of(), List.of(keys));
            return keys;
        });
    }

    private Gate gate(String name) {
        return store().runs()
                .inTransaction(transaction -> transaction.lockGates(Set.of(name)))
                .get(name);
    }

    private List<UUID> admissible(String... names) {
        return store().runs().inTransaction(transaction -> transaction.findAdmissible(Arrays.asList(names)));
    }

    @Test
    default void gate_tellsWhoHoldsIt_andWhoWaits_inTheOrderOfRequests() {
        write(held(X, A, 1));
        write(waits(X, C), waits(Y, C));
        write(waits(X, B));

        Gate gate = gate(X);

        assertThat(gate.holders()).containsExactly(A);
        assertThat(gate.waitingBefore(B)).containsExactly(C);
        assertThat(gate.admits(C, 1)).isFalse();
        assertThat(gate.admits(C, 2)).isTrue();
        assertThat(gate.admits(B, 2)).isFalse();
    }

    @Test
    default void fences_areNeverGivenTwice() {
        long first = gate(X).take(A);
        long second = gate(X).take(B);

        assertThat(second).isGreaterThan(first);
        assertThat(gate(Y).take(B)).isGreaterThan(second);
    }

    @Test
    default void whoIsGranted_keepsHisPlace_andWhoGivesBackMakesRoom() {
        write(held(X, A, 1));
        write(waits(X, B));
        write(waits(X, C));
        assertThat(admissible(X, Y)).isEmpty();
        assertThat(store().claims().findAdmissible(10)).isEmpty();

        giveBack(new ClaimKey(X, A));
        assertThat(admissible(X, Y)).containsExactly(B);
        assertThat(store().claims().findAdmissible(10)).containsExactly(B);

        write(held(X, B, 7));
        assertThat(gate(X).holders()).containsExactly(B);
        assertThat(admissible(X)).isEmpty();
    }

    @Test
    default void somebodyWaits_isAThingToDo() {
        write(held(X, A, 1));
        assertThat(store().leases().whatIsDue(Set.of()).claims()).isFalse();

        write(waits(X, B));
        assertThat(store().leases().whatIsDue(Set.of()).claims()).isTrue();
    }

    @Test
    default void whoWaitsAndIsWaitedFor_mayBePartOfACircle() {
        write(held(X, A, 1), waits(Y, A));
        write(held(Y, B, 1));
        write(waits(X, B));
        write(waits(X, C));

        assertThat(store().claims().findEntangled().links())
                .extracting(Link::name, Link::instanceId, Link::held)
                .containsExactlyInAnyOrder(
                        tuple(X, A, true), tuple(Y, A, false), tuple(Y, B, true), tuple(X, B, false));
    }

    @Test
    default void locks_areListedByName_withWhoHoldsThem() {
        write(held(Y, A, 5), held(SLOT, A, 6));
        write(held(X, B, 7));
        write(waits(X, C));

        List<LockStatus> all =
                store().claims().listLocks(null, new ListQuery(10, null)).items();

        assertThat(all).extracting(LockStatus::name).containsExactly("x", "y");
        assertThat(all.get(0).holder()).isEqualTo(new LockStatus.Holder(B, "t"));
        assertThat(all.get(0).fenceToken()).isEqualTo(7);
        assertThat(all.get(0).waiting()).isEqualTo(1);
        assertThat(store().claims().listLocks("y", new ListQuery(10, null)).items())
                .extracting(LockStatus::name)
                .containsExactly("y");
        var first = store().claims().listLocks(null, new ListQuery(1, null));
        assertThat(store().claims()
                        .listLocks(null, new ListQuery(1, first.next()))
                        .items())
                .extracting(LockStatus::name)
                .containsExactly("y");
    }
}
