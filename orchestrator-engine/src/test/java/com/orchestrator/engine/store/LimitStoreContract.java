package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LimitStore.Changed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits as people set them. */
interface LimitStoreContract extends StoreUnderTest {

    RuleName HEAVY = RuleName.budget("heavy");

    private static Author kim(@Nullable Long ifVersion) {
        return new Author("kim", "peak hours", ifVersion);
    }

    private Changed set(RuleName rule, @Nullable Limit limit) {
        return store().limits().change(rule, before -> Optional.ofNullable(limit), kim(null));
    }

    private ErrorCode refusal(long ifVersion, @Nullable Limit limit) {
        OrchestratorException refusal = catchThrowableOfType(
                OrchestratorException.class,
                () -> store().limits().change(HEAVY, before -> Optional.ofNullable(limit), kim(ifVersion)));
        return refusal.code();
    }

    @Test
    default void limits_ofEveryKind_comeBackAsTheyWereSet() {
        QueueLimit queue = QueueUpdate.NOTHING
                .withPaused(true)
                .withMaxConcurrent(7)
                .withRateLimit(new RateLimit(10, Duration.ofMillis(1_500), 3))
                .withWeights(new RingWeights(1, 2, 3, 4))
                .withStrict(true)
                .applyTo(QueueLimit.NONE, "kim", "psp down");
        Map<RuleName, Limit> limits = Map.of(
                RuleName.queue("psp:eu"),
                queue,
                HEAVY,
                new Budget(2),
                RuleName.fair("psp:eu", "tenant 3"),
                new FairnessLimit(5, null),
                RuleName.fair("psp", "eu:tenant 3"),
                new FairnessLimit(null, 5),
                RuleName.breaker("psp.charge"),
                new Breaker(5, Duration.ofMinutes(1), Duration.ofSeconds(30)));

        limits.forEach(this::set);

        LimitBook book = store().limits().read();
        assertThat(book.limits()).isEqualTo(limits);
        assertThat(book.version()).isEqualTo(5);
        assertThat(store().limits().find(limits.keySet()).values())
                .allSatisfy(stored -> assertThat(stored.limit()).isEqualTo(limits.get(stored.rule())));
    }

    @Test
    default void withoutLimits_theBookIsEmpty() {
        assertThat(store().limits().read().limits()).isEmpty();
        assertThat(store().limits().read().version()).isZero();
        assertThat(store().limits().find(List.of(HEAVY))).isEmpty();
    }

    @Test
    default void changes_areKeptWithWhoAndWhy() {
        assertThat(set(HEAVY, new Budget(2)).before()).isEmpty();
        assertThat(set(HEAVY, new Budget(3)).before()).contains(new Budget(2));
        set(HEAVY, null);

        List<LimitChange> changes =
                store().limits().changes(HEAVY, new ListQuery(10, null)).items();

        assertThat(changes).extracting(LimitChange::version).containsExactly(3L, 2L, 1L);
        assertThat(changes)
                .extracting(LimitChange::action)
                .containsExactly(LimitChange.Action.REMOVED, LimitChange.Action.SET, LimitChange.Action.SET);
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.rule()).isEqualTo("budget:heavy");
            assertThat(change.actor()).isEqualTo("kim");
            assertThat(change.reason()).isEqualTo("peak hours");
            assertThat(change.at()).isBetween(now().minusSeconds(60), now());
        });
        assertThat(changes.get(0).settings()).isNull();
        assertThat(store().limits().read().limits()).isEmpty();
        assertThat(store().limits().find(List.of(HEAVY)).get(HEAVY).limit()).isNull();
    }

    @Test
    default void theSameAgain_isNoChange() {
        set(HEAVY, new Budget(2));
        Changed again = set(HEAVY, new Budget(2));

        assertThat(again.after().map(stored -> stored.last().version())).contains(1L);
        assertThat(store().limits().read().version()).isEqualTo(1);
        assertThat(set(RuleName.budget("never"), null).after()).isEmpty();
    }

    @Test
    default void condition_isTheVersion() {
        assertThat(refusal(1, new Budget(2))).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        store().limits().change(HEAVY, before -> Optional.of(new Budget(2)), kim(0L));
        assertThat(refusal(0, new Budget(3))).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(refusal(2, null)).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        store().limits().change(HEAVY, before -> Optional.of(new Budget(3)), kim(1L));

        assertThat(store().limits().read().limits()).containsEntry(HEAVY, new Budget(3));
    }

    @Test
    default void lists_areByKind_andGoOnWhereTheLastPageEnded() {
        for (String workload : List.of("c", "a", "e", "b", "d")) {
            set(RuleName.budget(workload), new Budget(1));
        }
        set(RuleName.queue("a"), QueueUpdate.NOTHING.withPaused(true).applyTo(QueueLimit.NONE, "kim", "why"));
        set(RuleName.budget("d"), null);

        List<String> workloads = new ArrayList<>();
        String cursor = null;
        do {
            Page<StoredLimit> page = store().limits().list(RuleName.Kind.BUDGET, new ListQuery(2, cursor));
            page.items().forEach(stored -> workloads.add(stored.rule().subject()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(workloads).containsExactly("a", "b", "c", "e");
    }

    @Test
    default void audit_goesOnWhereTheLastPageEnded() {
        for (int max = 1; max <= 5; max++) {
            set(HEAVY, new Budget(max));
        }
        List<Long> versions = new ArrayList<>();
        String cursor = null;
        do {
            Page<LimitChange> page = store().limits().changes(HEAVY, new ListQuery(2, cursor));
            page.items().forEach(change -> versions.add(change.version()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(versions).containsExactly(5L, 4L, 3L, 2L, 1L);
    }
}
