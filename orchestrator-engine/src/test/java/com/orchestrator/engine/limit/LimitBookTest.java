package com.orchestrator.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitBookTest {

    private static final RateLimit RATE = new RateLimit(10, Duration.ofSeconds(1), 1);

    private static QueueLimit queue(boolean paused, Integer max, RateLimit rate) {
        return new QueueLimit(
                paused, paused ? "psp down" : null, paused ? "kim" : null, max, rate, RingWeights.DEFAULT, false);
    }

    @Test
    void withoutLimits_nothingHasToAsk() {
        assertThat(LimitBook.NONE.rulesFor("psp", "psp.charge", "heavy", "tenant-3"))
                .isEmpty();
        assertThat(LimitBook.NONE.ringWeights("psp")).isEqualTo(RingWeights.DEFAULT);
        assertThat(LimitBook.NONE.isStrict("psp")).isFalse();
        assertThat(LimitBook.NONE.weight("psp", "tenant-3", 4)).isEqualTo(4);
    }

    @Test
    void rulesOfAnAttempt_areInTheOrderOfTheirRows() {
        LimitBook book = LimitBook.of(
                7,
                Map.of(
                        RuleName.queue("psp"), queue(false, 5, RATE),
                        RuleName.budget("heavy"), new Budget(2),
                        RuleName.breaker("psp.charge"), new Breaker(5, Duration.ofMinutes(1), Duration.ofSeconds(30)),
                        RuleName.fair("psp", "tenant-3"), new FairnessLimit(5, 10)));
        assertThat(book.rulesFor("psp", "psp.charge", "heavy", "tenant-3"))
                .extracting(Rule::name)
                .containsExactly("breaker:psp.charge", "budget:heavy", "fair:psp:tenant-3", "queue:psp");
        assertThat(book.rulesFor("mail", "mail.send", null, "tenant-3")).isEmpty();
        assertThat(book.version()).isEqualTo(7);
    }

    @Test
    void workloadWithoutBudget_isCountedByItselfUnderTheDefault() {
        LimitBook book = LimitBook.of(
                1, Map.of(RuleName.budget("default"), new Budget(5), RuleName.budget("heavy"), new Budget(2)));
        assertThat(book.rulesFor("q", "t", "light", null))
                .containsExactly(new Rule("budget:light", "budget:default", 5, null));
        assertThat(book.rulesFor("q", "t", "heavy", null))
                .containsExactly(new Rule("budget:heavy", "budget:heavy", 2, null));
        assertThat(book.rulesFor("q", "t", null, null)).isEmpty();
    }

    @Test
    void pausedQueue_hasRoomForNothing() {
        LimitBook book = LimitBook.of(1, Map.of(RuleName.queue("psp"), queue(true, 5, null)));
        assertThat(book.rulesFor("psp", "t", null, null)).containsExactly(new Rule("queue:psp", "queue:psp", 0, null));
    }

    @Test
    void sharesAlone_makeNobodyAsk() {
        QueueLimit shares = new QueueLimit(false, null, null, null, null, new RingWeights(1, 1, 1, 1), true);
        LimitBook book = LimitBook.of(1, Map.of(RuleName.queue("psp"), shares));
        assertThat(book.rulesFor("psp", "t", null, null)).isEmpty();
        assertThat(book.isStrict("psp")).isTrue();
        assertThat(book.ringWeights("psp").total()).isEqualTo(4);
    }

    @Test
    void whatIsSetForAKey_goesBeforeItsDefinition() {
        LimitBook book = LimitBook.of(
                1,
                Map.of(
                        RuleName.fair("q", "critical"), new FairnessLimit(5, 10),
                        RuleName.fair("q", "heavier"), new FairnessLimit(2, null)));
        assertThat(book.rulesFor(new Work("q", "t", null, "critical", 3, List.of())))
                .containsExactly(new Rule("fair:q:critical", "fair:q:critical", 10, null));
        assertThat(book.rulesFor(new Work("q", "t", null, "heavier", 3, List.of())))
                .extracting(Rule::max)
                .containsExactly(3);
        assertThat(book.rulesFor(new Work(
                        "q", "t", null, "any", 3, List.of(Rule.rate("ns/w/t", "", RATE), Rule.cap("ns/w/t", "k", 2)))))
                .containsExactly(
                        new Rule("cap:ns/w/t:k", "cap:ns/w/t:k", 2, null),
                        new Rule("fair:q:any", "fair:q:any", 3, null),
                        new Rule("rate:ns/w/t", "rate:ns/w/t", null, RATE));
        assertThat(book.weight("q", "critical", 1)).isEqualTo(5);
        assertThat(book.weight("q", "any", 1)).isEqualTo(1);
    }
}
