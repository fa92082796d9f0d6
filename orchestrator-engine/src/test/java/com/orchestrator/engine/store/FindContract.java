package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunField.Attribute;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunField.Label;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.find.RunFilter.Relation;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which runs a filter finds, in what order, and where the next page goes on. */
interface FindContract extends StoreUnderTest {

    Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    /** Nine runs, one an hour, of three workflows in two namespaces and of all sorts of states; by their names. */
    private Map<String, RunFixture> world() {
        Map<String, RunFixture> runs = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            RunFixture run = new RunFixture("r" + i, MONDAY.plusSeconds(3_600L * i));
            run.workflow = i % 3 == 2 ? "refund" : "order";
            run.namespace = i == 8 ? "bank" : "shop";
            run.labels = i % 2 == 0 ? Map.of("tier", "gold", "city", "K\u00f6ln") : Map.of("tier", "tin");
            run.attributes = attributes(i);
            record(run.start());
            runs.put(run.runId, run);
        }
        record(runs.get("r1").fail(new Cause(Cause.Kind.FAILED, "CARD_DECLINED", "no \u0000 money", "charge", 1)));
        record(runs.get("r4").fail(new Cause(Cause.Kind.FAILED, "NO_STOCK", null, "reserve", 1)));
        record(runs.get("r7").fail(new Cause(Cause.Kind.FAILED, "CARD_DECLINED", null, "charge", 2)));
        record(runs.get("r2").complete(Payload.NULL), runs.get("r8").complete(Payload.NULL));
        RunFixture paused = runs.get("r5");
        paused.state = WorkflowState.PAUSED;
        record(paused.move());
        return runs;
    }

    private static Map<RunField, FieldValue> attributes(int i) {
        Map<RunField, FieldValue> attributes = new LinkedHashMap<>();
        attributes.put(new Attribute("customer"), new FieldValue.Text("c" + i % 4));
        attributes.put(new Attribute("total"), new FieldValue.Number(new BigDecimal(i * 100).movePointLeft(1)));
        if (i > 5) {
            attributes.put(
                    new Attribute("due"),
                    new FieldValue.Moment(MONDAY.plusSeconds(i).plusNanos(1_000)));
            attributes.put(new Attribute("paid"), new FieldValue.Truth(i % 2 == 0));
        }
        return attributes;
    }

    private static RunFilter is(RunField field, String value) {
        return RunFilter.is(field, value);
    }

    private static RunFilter number(RunField field, Relation relation, String value) {
        return new RunFilter.Ordered(field, relation, new FieldValue.Number(new BigDecimal(value)));
    }

    /** By two a page, in both directions. */
    private void assertFound(RunFilter filter, String... newestFirst) {
        List<String> expected = new ArrayList<>(List.of(newestFirst));
        assertThat(walk(filter, false)).as("newest first: %s", filter).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(walk(filter, true)).as("oldest first: %s", filter).isEqualTo(expected);
    }

    private List<String> walk(RunFilter filter, boolean ascending) {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<WorkflowInstance> page = page(filter, ascending, cursor);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(run -> seen.add(run.runId()));
            cursor = page.next();
        } while (cursor != null);
        return seen;
    }

    private Page<WorkflowInstance> page(RunFilter filter, boolean ascending, @Nullable String cursor) {
        return store().reads().listInstances(new InstanceQuery(filter, ascending, new ListQuery(2, cursor)));
    }

    @Test
    default void all_areInTheOrderOfTheirStart() {
        world();

        assertFound(RunFilter.ALL, "r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1", "r0");
    }

    @Test
    default void runs_areFoundByWhatTheirRowsSay() {
        Map<String, RunFixture> world = world();

        assertFound(is(Column.RUN_ID, "r3"), "r3");
        assertFound(is(Column.RUN_ID, "r3").and(is(Column.WORKFLOW, "order")).and(is(Column.NAMESPACE, "shop")), "r3");
        assertFound(is(Column.RUN_ID, "r3").and(is(Column.WORKFLOW, "refund")).and(is(Column.NAMESPACE, "shop")));
        assertFound(is(Column.NAMESPACE, "shop").and(is(Column.WORKFLOW, "refund")), "r5", "r2");
        assertFound(is(Column.WORKFLOW, "refund"), "r8", "r5", "r2");
        assertFound(is(Column.NAMESPACE, "bank"), "r8");
        assertFound(is(Column.NAMESPACE, "nowhere"));
        assertFound(number(Column.REVISION, Relation.ABOVE, "1"));
        assertFound(is(Column.PRIORITY, "P2").and(is(Column.WORKFLOW, "refund")), "r8", "r5", "r2");
        RunFixture child = run("child");
        child.parentInstanceId = world.get("r0").instanceId;
        record(child.start());
        assertFound(RunFilter.childrenOf(world.get("r0").instanceId), "child");
    }

    @Test
    default void runs_areFoundByState_andByWhatTheyFailedWith() {
        world();

        assertFound(RunFilter.states(Set.of(WorkflowState.FAILED)), "r7", "r4", "r1");
        assertFound(RunFilter.states(Set.of(WorkflowState.FAILED, WorkflowState.PAUSED)), "r7", "r5", "r4", "r1");
        assertFound(RunFilter.states(Set.of(WorkflowState.PAUSED, WorkflowState.COMPLETED)), "r8", "r5", "r2");
        assertFound(RunFilter.states(Set.of(WorkflowState.RUNNING)), "r6", "r3", "r0");
        assertFound(is(Column.CODE, "CARD_DECLINED"), "r7", "r1");
        assertFound(is(Column.CODE, "CARD_DECLINED").and(RunFilter.states(Set.of(WorkflowState.PAUSED))));
        assertFound(
                RunFilter.states(Set.of(WorkflowState.FAILED, WorkflowState.CANCELLED))
                        .and(is(Column.NAMESPACE, "shop"))
                        .and(is(Column.WORKFLOW, "order")),
                "r7",
                "r4",
                "r1");
        assertFound(new RunFilter.Present(Column.CODE), "r7", "r4", "r1");
    }

    @Test
    default void state_thatChanges_isFoundNoMore() {
        RunFixture run = run("moody");
        record(run.start());
        run.state = WorkflowState.SUSPENDED;
        record(run.move());
        assertFound(RunFilter.states(Set.of(WorkflowState.SUSPENDED)), "moody");

        run.state = WorkflowState.RUNNING;
        record(run.move());
        assertFound(RunFilter.states(Set.of(WorkflowState.SUSPENDED)));
        assertFound(RunFilter.states(Set.of(WorkflowState.RUNNING)), "moody");

        record(run.fail(new Cause(Cause.Kind.FAILED, "X", null, null, null)));
        assertFound(RunFilter.states(Set.of(WorkflowState.FAILED)).and(is(Column.CODE, "X")), "moody");
    }

    @Test
    default void runs_areFoundByTime() {
        world();
        Instant three = MONDAY.plusSeconds(3 * 3_600);

        assertFound(RunFilter.at(Column.STARTED_AT, Relation.AT_LEAST, three.plusSeconds(3 * 3_600)), "r8", "r7", "r6");
        assertFound(RunFilter.at(Column.STARTED_AT, Relation.BELOW, three), "r2", "r1", "r0");
        assertFound(
                RunFilter.at(Column.STARTED_AT, Relation.AT_MOST, three).and(is(Column.WORKFLOW, "order")),
                "r3",
                "r1",
                "r0");
        assertFound(RunFilter.at(Column.ENDED_AT, Relation.BELOW, three), "r2", "r1");
        assertFound(RunFilter.at(Column.ENDED_AT, Relation.AT_LEAST, three), "r8", "r7", "r4");
        assertFound(number(Column.AGE_SECONDS, Relation.ABOVE, "1e30"));
        assertFound(number(Column.AGE_SECONDS, Relation.BELOW, "1e30").and(is(Column.NAMESPACE, "bank")), "r8");
    }

    @Test
    default void runs_areFoundByLabel() {
        world();

        assertFound(is(new Label("tier"), "gold"), "r8", "r6", "r4", "r2", "r0");
        assertFound(is(new Label("tier"), "gold").and(RunFilter.states(Set.of(WorkflowState.RUNNING))), "r6", "r0");
        assertFound(is(new Label("city"), "K\u00f6ln").and(is(Column.NAMESPACE, "bank")), "r8");
        assertFound(is(new Label("tier"), "lead"));
        assertFound(new RunFilter.Not(new RunFilter.Present(new Label("city"))), "r7", "r5", "r3", "r1");
    }

    @Test
    default void runs_areFoundByAttribute_ofEachType() {
        world();
        Attribute total = new Attribute("total");

        assertFound(is(new Attribute("customer"), "c1"), "r5", "r1");
        assertFound(new RunFilter.StartsWith(new Attribute("customer"), "c3"), "r7", "r3");
        assertFound(new RunFilter.OneOf(total, Set.of(new FieldValue.Number(new BigDecimal("3E+1")))), "r3");
        assertFound(number(total, Relation.AT_LEAST, "70.00"), "r8", "r7");
        assertFound(number(total, Relation.BELOW, "10"), "r0");
        assertFound(new RunFilter.OneOf(new Attribute("paid"), Set.of(new FieldValue.Truth(true))), "r8", "r6");
        Instant due = MONDAY.plusSeconds(7).plusNanos(1_000);
        assertFound(RunFilter.at(new Attribute("due"), Relation.AT_LEAST, due), "r8", "r7");
        assertFound(new RunFilter.OneOf(new Attribute("due"), Set.of(new FieldValue.Moment(due))), "r7");
        assertFound(is(total, "30"));
    }

    @Test
    default void attribute_thatChanges_isFoundByItsLastValue() {
        RunFixture run = run("set");
        run.attributes = Map.of(new Attribute("step"), new FieldValue.Text("one"));
        record(run.start());
        run.attributes = Map.of(new Attribute("step"), new FieldValue.Number(BigDecimal.TEN));
        record(run.move());

        assertFound(is(new Attribute("step"), "one"));
        assertFound(number(new Attribute("step"), Relation.ABOVE, "9"), "set");

        run.attributes = Collections.singletonMap(new Attribute("step"), null);
        record(run.move());
        assertFound(new RunFilter.Present(new Attribute("step")));
    }

    @Test
    default void conditions_areTrueOrFalse_neverUnknown() {
        world();
        RunFilter declined = is(Column.CODE, "CARD_DECLINED");
        RunFilter gold = is(new Label("tier"), "gold");

        assertFound(new RunFilter.Not(declined).and(is(Column.WORKFLOW, "order")), "r6", "r4", "r3", "r0");
        assertFound(new RunFilter.Any(List.of(declined, is(Column.NAMESPACE, "bank"))), "r8", "r7", "r1");
        assertFound(new RunFilter.Not(new RunFilter.Any(List.of(gold, declined))), "r5", "r3");
        assertFound(
                new RunFilter.Not(RunFilter.at(Column.ENDED_AT, Relation.AT_LEAST, MONDAY)), "r6", "r5", "r3", "r0");
        assertFound(new RunFilter.Any(List.of()));
    }

    private Map<String, Long> counted(RunFilter filter, CountBy by) {
        RunCount count = store().reads().countInstances(filter, by);
        assertThat(count.atLeast()).isFalse();
        return count.items().stream().collect(Collectors.toMap(RunCount.Group::key, RunCount.Group::count));
    }

    @Test
    default void counts_areByStateWorkflowOrCode() {
        world();
        RunFilter shop = is(Column.NAMESPACE, "shop");

        assertThat(counted(RunFilter.ALL, CountBy.STATE))
                .isEqualTo(Map.of("FAILED", 3L, "RUNNING", 3L, "COMPLETED", 2L, "PAUSED", 1L));
        assertThat(counted(shop.and(is(Column.WORKFLOW, "refund")), CountBy.STATE))
                .isEqualTo(Map.of("COMPLETED", 1L, "PAUSED", 1L));
        assertThat(counted(RunFilter.states(Set.of(WorkflowState.FAILED)), CountBy.STATE))
                .isEqualTo(Map.of("FAILED", 3L));
        assertThat(counted(RunFilter.ALL, CountBy.WORKFLOW)).isEqualTo(Map.of("order", 6L, "refund", 3L));
        assertThat(counted(shop, CountBy.WORKFLOW)).isEqualTo(Map.of("order", 6L, "refund", 2L));
        assertThat(counted(is(new Label("tier"), "tin"), CountBy.WORKFLOW))
                .isEqualTo(Map.of("order", 3L, "refund", 1L));
        assertThat(counted(RunFilter.ALL, CountBy.CODE)).isEqualTo(Map.of("CARD_DECLINED", 2L, "NO_STOCK", 1L));
        assertThat(counted(is(Column.NAMESPACE, "nowhere"), CountBy.CODE)).isEmpty();
        assertThat(store().reads().countInstances(RunFilter.ALL, CountBy.CODE).items())
                .extracting(RunCount.Group::key)
                .containsExactly("CARD_DECLINED", "NO_STOCK");
    }

    @Test
    default void cursor_holdsForItsListAlone() {
        world();
        String next = page(RunFilter.ALL, false, null).next();

        assertThat(next).isNotNull();
        assertThatThrownBy(() -> page(RunFilter.ALL, true, next))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("another list");
        assertThatThrownBy(() -> page(RunFilter.states(Set.of(WorkflowState.FAILED)), false, next))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("another list");
    }

    @Test
    default void text_thatIsSql_isText() {
        UUID before = world().get("r0").instanceId;
        String evil = "x'); DROP TABLE notable_runs; --";

        assertFound(is(Column.NAMESPACE, evil));
        assertFound(is(new Label(evil), evil));
        assertFound(new RunFilter.StartsWith(Column.CODE, evil));
        assertFound(is(Column.RUN_ID, evil));
        assertThat(store().reads().findInstance(before)).isPresent();
        assertFound(RunFilter.states(Set.of(WorkflowState.FAILED)), "r7", "r4", "r1");
    }
}
