package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Breaker.State;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How rules stand, and breakers by how attempts have ended. */
interface BreakerContract extends StoreUnderTest {

    RuleName CHARGE = RuleName.breaker("charge");

    private void set(RuleName rule, @Nullable Limit limit) {
        store().limits().change(rule, before -> Optional.ofNullable(limit), new Author("kim", "why", null));
    }

    private void breakAfter(int failures) {
        set(CHARGE, new Breaker(failures, Duration.ofMinutes(1), Duration.ofSeconds(30)));
    }

    private RuleUse use(RuleName rule) {
        Rule asked = Rule.of(rule, null, null);
        return store().limits().use(Set.of(asked)).get(asked);
    }

    private State state() {
        return use(CHARGE).breaker().state();
    }

    private int room(RuleName rule) {
        return use(rule).state().room(now());
    }

    /** An attempt ends, and what follows is written down. */
    private void ends(boolean failed) {
        store().limits().settleBreaker(CHARGE, List.of(new Outcome(CHARGE.text(), RunFixture.nextId(), failed, now())));
    }

    @Test
    default void failures_open_andOneAttemptFindsOut() {
        breakAfter(3);
        ends(true);
        ends(true);
        ends(false);
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(use(CHARGE).failures()).isEqualTo(2);
        assertThat(room(CHARGE)).isEqualTo(Integer.MAX_VALUE);

        ends(true);
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(room(CHARGE)).isZero();
        assertThat(use(CHARGE).state().opensAt(now())).isBetween(now().plusSeconds(20), now().plusSeconds(31));

        advance(Duration.ofSeconds(31));
        assertThat(state()).isEqualTo(State.HALF_OPEN);
        assertThat(room(CHARGE)).isEqualTo(1);
        ends(true);
        assertThat(state()).isEqualTo(State.OPEN);

        advance(Duration.ofSeconds(31));
        ends(false);
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(room(CHARGE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(use(CHARGE).failures()).isZero();
        assertThat(store().limits().changes(CHARGE, new ListQuery(10, null)).items())
                .extracting(LimitChange::action, LimitChange::actor, LimitChange::reason)
                .containsExactly(
                        tuple(LimitChange.Action.CLOSED, null, "An attempt has succeeded"),
                        tuple(LimitChange.Action.OPENED, null, "The attempt that was let through has failed"),
                        tuple(LimitChange.Action.OPENED, null, "3 failures within PT1M"),
                        tuple(LimitChange.Action.SET, "kim", "why"));
    }

    @Test
    default void failuresOutsideOfTheWindow_doNotCount() {
        breakAfter(2);
        ends(true);
        advance(Duration.ofSeconds(61));
        ends(true);
        assertThat(state()).isEqualTo(State.CLOSED);
        ends(true);
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    default void settlingAgain_changesNothing() {
        breakAfter(1);
        ends(true);
        long version = store().limits().read().version();
        store().limits().settleBreaker(CHARGE, List.of());
        store().limits().settleBreaker(RuleName.breaker("none"), List.of());
        assertThat(store().limits().read().version()).isEqualTo(version);
    }

    @Test
    default void breaker_isOpenedAndClosedByHand() {
        breakAfter(1);
        store().limits().moveBreaker(CHARGE, true, new Author("kim", "they said so", 1L));

        assertThat(room(CHARGE)).isZero();
        advance(Duration.ofDays(1));
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(use(CHARGE).state().opensAt(now())).isNull();

        store().limits().moveBreaker(CHARGE, false, new Author("kim", "they are back", null));
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(store().limits().changes(CHARGE, new ListQuery(10, null)).items())
                .extracting(LimitChange::action, LimitChange::actor, LimitChange::reason)
                .startsWith(
                        tuple(LimitChange.Action.CLOSED, "kim", "they are back"),
                        tuple(LimitChange.Action.OPENED, "kim", "they said so"));
        assertThat(catchThrowableOfType(
                                OrchestratorException.class,
                                () -> store().limits()
                                        .moveBreaker(RuleName.breaker("none"), true, new Author("kim", "why", null)))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    default void outcomes_areForgottenWhenNobodyCountsThemAnyMore() {
        breakAfter(2);
        ends(true);
        assertThat(store().limits().forgetOutcomes(10)).isZero();
        advance(Duration.ofDays(2));
        assertThat(store().limits().forgetOutcomes(10)).isEqualTo(1);
        assertThat(store().limits().forgetOutcomes(10)).isZero();
    }

    @Test
    default void limitThatIsNew_letsNothingInUntilItKnowsWhatIsUnderWay() {
        RuleName heavy = RuleName.budget("heavy");
        set(heavy, new Budget(2));
        assertThat(room(heavy)).isZero();
        set(heavy, new Budget(3));
        assertThat(room(heavy)).isZero();
        LimitBook read = store().limits().read();
        assertThat(read.adopting()).containsExactly(Map.entry(heavy, 1L));

        store().permits().adopted(Map.of(heavy, 1L, RuleName.budget("none"), 1L));
        assertThat(room(heavy)).isEqualTo(3);
        assertThat(store().limits().read().adopting()).isEmpty();
        assertThat(store().limits().read().version()).isEqualTo(read.version() + 1);
        set(heavy, new Budget(1));
        assertThat(room(heavy)).isEqualTo(1);
    }

    @Test
    default void limitThatIsSetAnew_isNotOpenedByWhoeverHasCountedForTheOldOne() {
        RuleName heavy = RuleName.budget("heavy");
        set(heavy, new Budget(2));
        set(heavy, null);
        assertThat(store().limits().read().adopting()).isEmpty();
        set(heavy, new Budget(2));

        store().permits().adopted(Map.of(heavy, 1L));

        assertThat(room(heavy)).isZero();
        assertThat(store().limits().read().adopting()).containsExactly(Map.entry(heavy, 3L));
    }

    @Test
    default void turns_tellWhenItWasOpen_whateverElseWasChanged() {
        breakAfter(1);
        Instant begun = now();
        store().limits().moveBreaker(CHARGE, true, new Author("kim", "why", null));
        breakAfter(2);
        advance(Duration.ofSeconds(40));
        assertThat(turns().isOpen()).isTrue();
        set(CHARGE, null);
        breakAfter(1);
        advance(Duration.ofSeconds(40));

        assertThat(turns().isOpen()).isFalse();
        assertThat(turns().openBetween(begun, now())).isBetween(Duration.ofSeconds(39), Duration.ofSeconds(60));
        assertThat(turns().openBetween(now().minusSeconds(10), now())).isZero();
    }

    private BreakerTurns turns() {
        RuleName never = RuleName.breaker("never");
        return store().runs()
                .inTransaction(transaction -> transaction.breakerTurns(List.of(CHARGE, never)))
                .get(CHARGE);
    }

    @Test
    default void ruleOfADefinition_standsAsItSays_withoutARow() {
        Rule key = Rule.cap("shop/order/charge", "acme", 4);
        Map<Rule, RuleUse> uses = store().limits().use(Set.of(key));
        assertThat(uses.get(key).state().room(now())).isEqualTo(4);
        assertThat(store().watch().<Map<Rule, RuleUse>>inSnapshot(snapshot -> snapshot.rules(Set.of(key))))
                .isEqualTo(uses);
    }

    @Test
    default void pausedQueue_hasNoRoom() {
        set(RuleName.queue("psp"), QueueUpdate.NOTHING.withPaused(true).applyTo(QueueLimit.NONE, "kim", "down"));
        assertThat(room(RuleName.queue("psp"))).isZero();
    }
}
