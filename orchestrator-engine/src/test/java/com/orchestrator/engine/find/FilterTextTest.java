package com.orchestrator.engine.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.RunField.Attribute;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunField.Label;
import com.orchestrator.engine.find.RunFilter.Ordered;
import com.orchestrator.engine.find.RunFilter.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a filter means, and what is said of one that means nothing. */
class FilterTextTest {

    private static final AttributeTypes KNOWN = new AttributeTypes(Map.of(
            "customerId", Set.of(AttributeType.TEXT),
            "total", Set.of(AttributeType.NUMBER),
            "dueAt", Set.of(AttributeType.INSTANT),
            "paid", Set.of(AttributeType.BOOLEAN),
            "loose", Set.of(AttributeType.ANY)));

    /** Longer than any of them takes on a machine that does nothing else. */
    private static final Duration HOSTILE_MAX = Duration.ofMillis(100);

    private static RunFilter parse(String text) {
        return FilterText.parse(text, () -> KNOWN);
    }

    private static FieldValue number(String text) {
        return new FieldValue.Number(new BigDecimal(text));
    }

    @Test
    void comparisons_areConditionsOnFields() {
        assertThat(parse("state == 'FAILED'")).isEqualTo(RunFilter.states(Set.of(WorkflowState.FAILED)));
        assertThat(parse("'shop' == namespace")).isEqualTo(RunFilter.is(Column.NAMESPACE, "shop"));
        assertThat(parse("revision >= 3")).isEqualTo(new Ordered(Column.REVISION, Relation.AT_LEAST, number("3")));
        assertThat(parse("60 < ageSeconds")).isEqualTo(new Ordered(Column.AGE_SECONDS, Relation.ABOVE, number("60")));
        assertThat(parse("attr.total > 0.10"))
                .isEqualTo(new Ordered(new Attribute("total"), Relation.ABOVE, number("0.1")));
        assertThat(parse("attr.total == decimal('12345678901234567890.01')"))
                .isEqualTo(new RunFilter.OneOf(new Attribute("total"), Set.of(number("12345678901234567890.01"))));
        assertThat(parse("startedAt < timestamp('2026-01-31T12:00:00+01:00')"))
                .isEqualTo(RunFilter.at(Column.STARTED_AT, Relation.BELOW, Instant.parse("2026-01-31T11:00:00Z")));
        assertThat(parse("labels.tier == 'gold'")).isEqualTo(RunFilter.is(new Label("tier"), "gold"));
        assertThat(parse("labels['a b'] == 'c'")).isEqualTo(RunFilter.is(new Label("a b"), "c"));
        assertThat(parse("error.code != null"))
                .isEqualTo(new RunFilter.Not(new RunFilter.Not(new RunFilter.Present(Column.CODE))));
        assertThat(parse("attr.paid")).isEqualTo(parse("attr.paid == true"));
        assertThat(parse("has(attr.total)")).isEqualTo(new RunFilter.Present(new Attribute("total")));
        assertThat(parse("runId.startsWith('o-')")).isEqualTo(new RunFilter.StartsWith(Column.RUN_ID, "o-"));
        assertThat(parse("state in ['FAILED', 'PAUSED']"))
                .isEqualTo(RunFilter.states(Set.of(WorkflowState.FAILED, WorkflowState.PAUSED)));
    }

    @Test
    void conditions_areJoined_asInCel() {
        RunFilter shop = RunFilter.is(Column.NAMESPACE, "shop");
        RunFilter order = RunFilter.is(Column.WORKFLOW, "order");
        RunFilter first = RunFilter.is(Column.PRIORITY, "P0");

        assertThat(parse("namespace == 'shop' && workflow == 'order' && priority == 'P0'"))
                .isEqualTo(RunFilter.every(List.of(shop, order, first)));
        assertThat(parse("namespace == 'shop' && (workflow == 'order' || !(priority == 'P0'))"))
                .isEqualTo(shop.and(new RunFilter.Any(List.of(order, new RunFilter.Not(first)))));
        assertThat(parse("true && namespace == 'shop'")).isEqualTo(shop);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "stat == 'FAILED' | 1 | Runs have no 'stat' | did you mean 'state'",
                "state == 'FAILD' | 10 | 'FAILD' is no state | did you mean 'FAILED'",
                "namespace == 'x' && attr.totl > 1 | 25 | No definition has a search attribute 'totl' | did you mean 'total'",
                "attr.total == 'x' | 15 | attr.total is number, not text | ",
                "attr.customerId > 3 | 19 | attr.customerId is text, not number | quotes",
                "attr.dueAt > '2026-01-01' | 14 | attr.dueAt is instant, not text | timestamp('2026",
                "startedAt > 3 | 13 | startedAt is instant, not number | timestamp('2026",
                "attr.paid > true | 13 | have no order | ==",
                "attr.loose == timestamp('2026-01-31T12:00:00Z') | 24 | attr.loose is any, not instant | ",
                "timestamp('soon') < startedAt | 10 | no moment | timestamp('2026",
                "state | 1 | state is text, not boolean | ",
                "state == | 9 | This is not a condition | write for example",
                "state = 'FAILED' | 7 | This is not a condition | write for example",
                "'FAILED' | 1 | A condition is true or false | write for example",
                "state == namespace | 10 | constant only | write for example",
                "1 == 1 | 6 | One side must be a field | there are ageSeconds",
                "[1].exists(x, x == 1) | 11 | A filter cannot say this | write for example",
                "runId.matches('(a+)+$') | 14 | A filter cannot say this | write for example",
                "state in namespace | 10 | list of constants | write state in",
                "size(runId) > 3 | 5 | One side must be a field | there are ageSeconds",
                "parentInstanceId == 'x' | 1 | Runs have no | there are"
            })
    void filter_thatMeansNothing_isRefusedWithItsPlace(String text, int column, String detail, String hint) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
            Problem.Detail error = refusal.errors().get(0);
            assertThat(error.detail()).contains(detail);
            assertThat(error.hint() == null ? "" : error.hint()).contains(hint == null ? "" : hint);
            assertThat(error.pointer()).isEqualTo("/filter");
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.column()).isEqualTo(column);
        });
    }

    @Test
    void place_isALineAndAColumn() {
        assertThatThrownBy(() -> parse("state == 'FAILED'\n  && stat == 'x'"))
                .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                    assertThat(refusal.errors().get(0).line()).isEqualTo(2);
                    assertThat(refusal.errors().get(0).column()).isEqualTo(6);
                });
    }

    private static List<String> hostile() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "(".repeat(2_000),
                "(".repeat(1_000) + ")".repeat(1_000),
                "!".repeat(2_000),
                "-".repeat(2_000) + "1",
                "[".repeat(12) + "]".repeat(12),
                "a.".repeat(900) + "b",
                "x == 1 || ".repeat(200) + "y",
                "state == '" + "x".repeat(1_980) + "'",
                "x".repeat(1_000_000),
                "\u0000",
                "state == '\u0000'",
                "state == '\\u0000'",
                "runId == '\ud800'",
                "1e999999999 == revision",
                "revision == 99999999999999999999999",
                "?:".repeat(900),
                "{".repeat(11),
                "state in [" + "'FAILED',".repeat(200) + "'FAILED']",
                "a ? b : ".repeat(200) + "c",
                "(1".repeat(11),
                "has(".repeat(11) + "x" + ")".repeat(11),
                "r'''".repeat(300),
                "state == 'x' && ".repeat(100) + "true",
                "// x",
                "attr.total == 1e-400"));
        texts.add("(" + "!(".repeat(11) + "true" + ")".repeat(12));
        return texts;
    }

    @Test
    void hostileFilter_isRefusedAtOnce() {
        hostile().forEach(text -> {
            long best =
                    IntStream.range(0, 5).mapToLong(i -> nanosOf(text)).min().orElseThrow();
            assertThat(Duration.ofNanos(best))
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isLessThan(HOSTILE_MAX);
        });
    }

    private static long nanosOf(String text) {
        long begin = System.nanoTime();
        try {
            parse(text);
        } catch (OrchestratorException refused) {
            assertThat(refused.errors()).isNotEmpty();
        }
        return System.nanoTime() - begin;
    }

    @Test
    void filter_ofManyTerms_isStillRead() {
        String text = String.join(
                " || ", IntStream.range(0, 50).mapToObj(i -> "revision == " + i).toList());

        assertThat(parse(text))
                .isInstanceOfSatisfying(
                        RunFilter.Any.class, any -> assertThat(any.parts()).hasSize(50));
        assertThatThrownBy(() -> parse(text + " || revision == 50")).hasMessageContaining("more than 50 times");
    }
}
