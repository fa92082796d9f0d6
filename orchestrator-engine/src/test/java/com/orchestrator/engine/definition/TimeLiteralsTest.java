package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.simulation.TimeTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each time that a definition can say, at every edge of what can be held. */
class TimeLiteralsTest {

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());
    private static final String HEAD =
            "{\"apiVersion\": \"orchestrator/v1\", \"kind\": \"Workflow\", \"namespace\": \"shop\", \"name\": \"order\", ";

    /** Where a duration may stand. */
    private enum Place {
        WORKFLOW("/timeouts/execution", "\"timeouts\": {\"execution\": \"%s\"}, %s"),
        SAGA("/saga/retry/maxElapsed", "\"saga\": {\"retry\": {\"maxElapsed\": \"%s\"}}, %s"),
        POLICY(
                "/use/retries/slow/initialInterval",
                "\"use\": {\"retries\": {\"slow\": {\"initialInterval\": \"%s\"}}}, %s"),
        SCHEDULE(task("timeouts", "schedule")),
        EXECUTION(task("timeouts", "execution")),
        LEASE(task("timeouts", "lease")),
        TOTAL(task("timeouts", "total")),
        INITIAL(task("retry", "initialInterval")),
        MAX(task("retry", "maxInterval")),
        ELAPSED(task("retry", "maxElapsed")),
        UNDO_EXECUTION(undo("timeouts", "execution")),
        UNDO_TOTAL(undo("timeouts", "total")),
        UNDO_LEASE(undo("timeouts", "lease")),
        UNDO_INITIAL(undo("retry", "initialInterval")),
        UNDO_ELAPSED(undo("retry", "maxElapsed")),
        PROBE(
                "/tasks/0/probe/retry/maxElapsed",
                "\"tasks\": [{\"id\": \"a\", \"task\": \"t\", \"onUnknown\": \"verify\","
                        + " \"probe\": {\"task\": \"p\", \"retry\": {\"maxElapsed\": \"%s\"}}}]"),
        SIGNAL(
                "/tasks/0/signal/timeout",
                "\"tasks\": [{\"id\": \"a\", \"signal\": {\"name\": \"n\", \"timeout\": \"%s\"}}]"),
        WAIT("/tasks/0/wait", "\"tasks\": [{\"id\": \"a\", \"wait\": \"%s\"}]"),
        WAIT_FOR("/tasks/0/wait/for", "\"tasks\": [{\"id\": \"a\", \"wait\": {\"for\": \"%s\"}}]"),
        UNTIL("/tasks/0/wait/until", "\"tasks\": [{\"id\": \"a\", \"wait\": {\"until\": \"%s\"}}]");

        private final String pointer;
        private final String text;

        Place(String[] pointerAndText) {
            this(pointerAndText[0], pointerAndText[1]);
        }

        Place(String pointer, String text) {
            this.pointer = pointer;
            this.text = text;
        }

        private static String[] task(String group, String key) {
            return new String[] {
                "/tasks/0/" + group + "/" + key,
                "\"tasks\": [{\"id\": \"a\", \"task\": \"t\", \"" + group + "\": {\"" + key + "\": \"%s\"}}]"
            };
        }

        private static String[] undo(String group, String key) {
            return new String[] {
                "/tasks/0/compensate/" + group + "/" + key,
                "\"tasks\": [{\"id\": \"a\", \"task\": \"t\", \"compensate\": {\"task\": \"u\", \"" + group + "\": {\""
                        + key + "\": \"%s\"}}}]"
            };
        }

        String document(String time) {
            return HEAD + text.formatted(time, "\"tasks\": [{\"id\": \"a\", \"task\": \"t\"}]") + "}";
        }

        boolean takesMoments() {
            return this == WAIT || this == WAIT_FOR || this == UNTIL;
        }

        Stream<String> times() {
            return takesMoments()
                    ? Stream.concat(TimeTexts.DURATIONS.stream(), TimeTexts.MOMENTS.stream())
                    : TimeTexts.DURATIONS.stream();
        }
    }

    private static Stream<Place> places() {
        return Stream.of(Place.values());
    }

    @ParameterizedTest
    @MethodSource("places")
    void time_isTaken_exactlyWhenItCanBeHeld(Place place) {
        assertThat(place.times()).allSatisfy(time -> {
            List<String> expected = TimeTexts.canBeHeld(time) ? List.of() : List.of(place.pointer);
            assertThat(faults(place.document(time))).isEqualTo(expected);
        });
    }

    private static List<String> faults(String document) {
        try {
            COMPILER.compile(document.getBytes(StandardCharsets.UTF_8));
            return List.of();
        } catch (OrchestratorException refused) {
            return refused.errors().stream()
                    .filter(fault -> List.of("BAD_DURATION", "BAD_WAIT").contains(fault.code()))
                    .map(Problem.Detail::pointer)
                    .toList();
        }
    }

    /** Earlier releases took any time; runs of such a definition are still read and go on. */
    @ParameterizedTest
    @MethodSource("places")
    void definitionThatWasTakenOnce_isStillRead(Place place) {
        String document = place.document(place.takesMoments() ? "+10000-01-01T00:00:00Z" : "99999999d");

        assertThat(COMPILER.recompile(Payload.ofJson(document)).name()).isEqualTo("order");
    }

    @Test
    void edges_areAmongTheTexts() {
        assertThat(Stream.concat(TimeTexts.DURATIONS.stream(), TimeTexts.MOMENTS.stream())
                        .filter(TimeTexts::canBeHeld))
                .contains("3650000d", "9999-12-31T23:59:59.999999999Z", "0001-01-01T00:00:00Z")
                .doesNotContain("3650000d1ms", "+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z");
    }
}
