package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.persistence.sql.LoadPages;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

    static List<Class<?>> kinds() {
        return RunEvent.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyEvent_withEveryFieldSet_survivesItsJson(Class<?> kind) throws ReflectiveOperationException {
        RunEvent event = sample(kind, false);

        RunEvent read = EventJson.read(EventJson.typeOf(event), EventJson.write(event));

        assertThat(read).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyEvent_withEmptyReferences_survivesItsJson(Class<?> kind) throws ReflectiveOperationException {
        RunEvent event = sample(kind, true);

        RunEvent read = EventJson.read(EventJson.typeOf(event), EventJson.write(event));

        assertThat(read).isEqualTo(event);
    }

    @Test
    void unknownType_isAFault_becauseTheHistoryWouldBeMisread() {
        assertThatThrownBy(() -> EventJson.read("SOMETHING_NEW", "{}")).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void unknownField_isFromANewerServer_andIgnored() {
        RunEvent read = EventJson.read("WORKFLOW_PAUSED", "{\"reason\":\"x\",\"mood\":\"good\"}");

        assertThat(read).isEqualTo(new LifecycleEvent.WorkflowPaused("x"));
    }

    /** A repeated report is compared with the stored one, byte by byte. */
    @Test
    void detailsOfAFailure_keepEveryByte() {
        Payload details = Payload.ofJson("{\"k\": [1.0, 1e2],\\n \"\\u00e9\":\"\u00e9\"}".replace("\\n", "\n"));
        RunEvent event = new AttemptEvent.TaskFailed(
                "a",
                null,
                new UUID(1, 2),
                ExecutionKind.ACTION,
                1,
                2,
                new TaskError(FailureKind.FATAL, "X", "m", details));

        RunEvent read = EventJson.read(EventJson.typeOf(event), EventJson.write(event));

        assertThat(read).isEqualTo(event);
    }

    /** Stored under other names than those readers see, so both forms are tried with every kind. */
    @Test
    void pageOfEveryKind_comesBackWhole() throws ReflectiveOperationException {
        UUID run = ExecutionId.of(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L), 0);
        List<Entry> entries = new ArrayList<>();
        for (Class<?> kind : RunEvent.kinds()) {
            for (boolean empty : new boolean[] {false, true}) {
                Payload payload = empty ? null : Payload.ofJson("{ \"of\": \"" + kind.getSimpleName() + "\"}");
                entries.add(new Entry(
                        entries.size() + 1L, Instant.EPOCH, empty ? null : "ann", sample(kind, empty), payload));
            }
        }
        entries.add(new Entry(
                entries.size() + 1L,
                Instant.EPOCH,
                null,
                new AttemptEvent.TaskReleased("a", null, ExecutionId.of(run, 77), 3),
                null));

        assertThat(EventPage.read(EventPage.write(run, entries))).isEqualTo(entries);
    }

    @Test
    void pageOfAWorkersReport_saysNothingTwice() {
        UUID run = ExecutionId.of(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L), 0);
        Instant at = Instant.parse("2030-01-02T03:04:05.123456Z");
        RunEvent leased = new AttemptEvent.TaskLeased(
                "b", null, ExecutionId.of(run, 2), "w-1", 1, at.plusSeconds(30), 30_000, null, null);
        RunEvent elsewhere = new AttemptEvent.TaskLeased(
                "c", null, ExecutionId.of(run, 3), "w-2", 1, at.minusNanos(1), 30_000, null, List.of("budget:heavy"));
        List<Entry> entries =
                List.of(new Entry(5, at, "worker:w-1", leased, null), new Entry(6, at, "worker:w-1", elsewhere, null));

        LoadPages.Page page = EventPage.write(run, entries);

        assertThat(new String(page.data(), StandardCharsets.UTF_8))
                .isEqualTo("[\"worker:w-1\",[\"L\",{\"t\":\"b\",\"x\":2,\"w\":0,\"f\":1,\"e\":30000000,\"l\":30000}],"
                        + "[\"L\",{\"t\":\"c\",\"x\":3,\"w\":\"w-2\",\"f\":1,\"e\":\"2030-01-02T03:04:05.123455999Z\","
                        + "\"l\":30000,\"p\":[\"budget:heavy\"]}]]");
        assertThat(EventPage.read(page)).isEqualTo(entries);
    }

    @Test
    void pageOfTheFirstRelease_isStillRead() {
        UUID run = ExecutionId.of(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L), 0);
        Instant at = Instant.parse("2030-01-02T03:04:05Z");
        String data =
                "[[\"TASK_LEASED\",{\"t\":\"b\",\"x\":2,\"w\":\"w-1\",\"f\":1,\"e\":\"2030-01-02T03:04:35Z\",\"l\":1}],"
                        + "[\"TASK_COMPLETED\",{\"t\":\"b\",\"x\":2,\"k\":\"ACTION\",\"n\":1,\"f\":2},\"worker:w-1\",2],"
                        + "[\"WORKFLOW_COMPLETED\",{},null,3]]";
        byte[] payload = "{}[1]".getBytes(StandardCharsets.UTF_8);

        List<Entry> read =
                EventPage.read(new LoadPages.Page(run, 1, 3, at, data.getBytes(StandardCharsets.UTF_8), payload));

        assertThat(read)
                .containsExactly(
                        new Entry(
                                1,
                                at,
                                null,
                                new AttemptEvent.TaskLeased(
                                        "b", null, ExecutionId.of(run, 2), "w-1", 1, at.plusSeconds(30), 1, null, null),
                                null),
                        new Entry(
                                2,
                                at,
                                "worker:w-1",
                                new AttemptEvent.TaskCompleted(
                                        "b", null, ExecutionId.of(run, 2), ExecutionKind.ACTION, 1, 2),
                                Payload.ofJson("{}")),
                        new Entry(3, at, null, new LifecycleEvent.WorkflowCompleted(), Payload.ofJson("[1]")));
    }

    /** Before undos of earlier rounds had events, all events of undos were about the task's present round. */
    @Test
    void undosOfHistoriesWithoutRounds_areOfThePresentOne() {
        UUID run = ExecutionId.of(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L), 0);
        Instant at = Instant.parse("2030-01-02T03:04:05Z");
        String data = "[null,[\"U\",{\"t\":\"b\"},2],[\"UNDO_REOPENED\",{\"t\":\"b\"}],"
                + "[\"S\",{\"t\":\"b\",\"x\":2,\"k\":\"COMPENSATION\",\"n\":1,\"f\":2,\"a\":0,\"i\":1}]]";
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);

        List<Entry> read =
                EventPage.read(new LoadPages.Page(run, 1, 3, at, data.getBytes(StandardCharsets.UTF_8), payload));

        assertThat(read)
                .extracting(Entry::event)
                .containsExactly(
                        new UndoEvent.UndoRecorded("b", null, null, null),
                        new UndoEvent.UndoReopened("b", null, null),
                        new AttemptEvent.TaskScheduled(
                                "b",
                                null,
                                ExecutionId.of(run, 2),
                                ExecutionKind.COMPENSATION,
                                1,
                                2,
                                at,
                                1L,
                                null,
                                null,
                                null));
        assertThat(EventPage.read(EventPage.write(run, read))).isEqualTo(read);
    }

    private static RunEvent sample(Class<?> kind, boolean empty) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component, empty))
                .toArray();
        Constructor<?> constructor = kind.getDeclaredConstructor(types);
        return (RunEvent) constructor.newInstance(values);
    }

    private static Object value(RecordComponent component, boolean empty) {
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return true;
        } else if (type == int.class) {
            return 7;
        } else if (type == long.class) {
            return 1L << 40;
        } else if (empty && type != Map.class) {
            return null;
        }
        return type == Map.class
                ? Map.of("a", entryOf(component.getGenericType().getTypeName()))
                : sampleOf(type);
    }

    private static Object entryOf(String mapType) {
        Map<String, Object> samples = Map.of(
                "Integer>",
                2,
                "Long>",
                1L << 40,
                "String>",
                "b",
                "AttributeValue>",
                new AttributeValue(AttributeType.NUMBER, "1.50"));
        return samples.entrySet().stream()
                .filter(sample -> mapType.endsWith("." + sample.getKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No sample for an entry of " + mapType))
                .getValue();
    }

    private static Object sampleOf(Class<?> type) {
        if (type == ParentRef.class) {
            return new ParentRef(new UUID(3, 4), "t", "1", 2, true);
        }
        if (type == AttemptControls.class) {
            return new AttemptControls("heavy", "tenant", "", "k", "psp.card", "psp");
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        if (type == List.class) {
            return List.of("a", "b");
        }
        Map<Class<?>, Object> samples = Map.of(
                String.class,
                "text with \"quotes\" and \u0000",
                UUID.class,
                new UUID(1, 2),
                Instant.class,
                Instant.parse("2030-01-02T03:04:05.123456Z"),
                Integer.class,
                3,
                Long.class,
                5L,
                Boolean.class,
                true,
                Cause.class,
                new Cause(Cause.Kind.FAILED, "C", "m", "t", 2),
                TaskError.class,
                new TaskError(FailureKind.FATAL, "C", null, Payload.ofJson("{\"n\":1.00}")));
        return samples.get(type);
    }
}
