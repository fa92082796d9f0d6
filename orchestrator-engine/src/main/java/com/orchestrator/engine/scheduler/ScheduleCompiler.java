package com.orchestrator.engine.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.calendar.FireTimes;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.BeforeRun;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what was said of schedules: checks what is new, and remembers some of what it has read. Safe for many threads. */
final class ScheduleCompiler {

    private static final int REMEMBERED_MAX = 1_000;
    private static final Duration JITTER_MAX = Duration.ofDays(1);

    /** What expressions of an input start with. */
    private static final String ROOT = "schedule";

    private static final Set<String> FIELDS = Set.of("at", "name", "namespace");

    private final ExpressionCompiler expressions;
    private final StartCheck starts;
    private final Map<ScheduleSpec, Compiled> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ScheduleSpec, Compiled> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** When it is due, and with what input. */
    record Compiled(FireTimes times, Template input) {}

    ScheduleCompiler(ExpressionCompiler expressions, StartCheck starts) {
        this.expressions = expressions.with(Set.of(ROOT));
        this.starts = starts;
    }

    /**
     * What was accepted once.
     *
     * @throws OrchestratorException {@code SCHEDULE_INVALID} when this server cannot mean it all the same
     */
    Compiled known(ScheduleSpec spec) {
        synchronized (remembered) {
            Compiled known = remembered.get(spec);
            if (known == null) {
                known = new Compiled(
                        Timings.times(spec.timing()),
                        template(expressions.forKnownDefinition(), spec.inputOrDefault()));
                remembered.put(spec, known);
            }
            return known;
        }
    }

    /**
     * Refuses what cannot be meant: of the schedule itself, and of the runs it would start.
     *
     * @throws OrchestratorException {@code SCHEDULE_INVALID}
     */
    void check(ScheduleKey key, ScheduleSpec spec, Instant now) {
        checkTarget(spec);
        checkDuration(spec.jitter(), "/jitter", JITTER_MAX);
        checkDuration(spec.catchUpWindow(), "/catchUp/window", Duration.ofDays(3_650));
        FireTimes times = Timings.timesToCome(spec.timing(), now);
        Template input = template(expressions.forNewDefinition(), spec.inputOrDefault());
        Instant sample = times.next(now).orElseThrow().at();
        checkStart(key, spec, evaluate(input, key, sample), sample);
    }

    private static void checkTarget(ScheduleSpec spec) {
        if (spec.job() != null) {
            throw Timings.refused("/job", "A schedule cannot start a job yet", "give workflow");
        }
        if (spec.workflow() == null) {
            throw Timings.refused("/workflow", "Nothing says what is started", "give workflow");
        }
    }

    private static void checkDuration(@Nullable Duration duration, String pointer, Duration max) {
        if (duration != null && (duration.isNegative() || duration.compareTo(max) > 0)) {
            throw Timings.refused(
                    pointer, "It is longer than " + max.toDays() + " days", "write for example 30s or 1h");
        }
    }

    private void checkStart(ScheduleKey key, ScheduleSpec spec, Payload input, Instant at) {
        try {
            starts.check(request(key, spec, spec.revision(), input, "schedule/" + key.name() + "/" + at));
        } catch (OrchestratorException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                String detail = String.valueOf(refusal.getMessage());
                throw Timings.refused(
                        isThere(key, spec, input) ? "/revision" : "/workflow", detail, "register it first");
            }
            throw new OrchestratorException(
                    ErrorCode.SCHEDULE_INVALID, String.valueOf(refusal.getMessage()), refusal.errors());
        }
    }

    /** Whether the workflow is, if not in this revision. */
    private boolean isThere(ScheduleKey key, ScheduleSpec spec, Payload input) {
        try {
            starts.check(request(key, spec, null, input, "schedule"));
            return true;
        } catch (OrchestratorException refusal) {
            return refusal.code() != ErrorCode.NOT_FOUND;
        }
    }

    /**
     * How the run of a time is started.
     *
     * @throws OrchestratorException when its input cannot be told
     */
    StartWorkflowRequest request(StoredSchedule schedule, Fire fire) {
        ScheduleSpec spec = schedule.spec();
        Payload input = evaluate(known(spec).input(), schedule.key(), fire.nominalAt());
        return request(schedule.key(), spec, spec.revision(), input, fire.runId());
    }

    private static StartWorkflowRequest request(
            ScheduleKey key, ScheduleSpec spec, @Nullable Integer revision, Payload input, String runId) {
        return new StartWorkflowRequest(
                key.namespace(), String.valueOf(spec.workflow()), runId, input, spec.labels(), null, revision, null);
    }

    private static Payload evaluate(Template input, ScheduleKey key, Instant at) {
        try {
            return input.evaluate(scope(key, at));
        } catch (ExpressionFailure failure) {
            throw Timings.refused("/input", "The input cannot be told: " + failure.getMessage(), null);
        }
    }

    private static Scope scope(ScheduleKey key, Instant at) {
        return new BeforeRun(Map.of(
                ROOT,
                Payload.ofTree(JsonNodeFactory.instance
                        .objectNode()
                        .put("at", at.toString())
                        .put("name", key.name())
                        .put("namespace", key.namespace()))));
    }

    private static Template template(ExpressionCompiler compiler, Payload input) {
        try {
            Template template = compiler.template(input.tree());
            wrongRead(((HasReferences) template).references()).ifPresent(wrong -> {
                throw Timings.refused(
                        "/input",
                        "An input reads '" + wrong + "', which a schedule does not have",
                        "it can read schedule.at, schedule.name and schedule.namespace");
            });
            return template;
        } catch (ExpressionSyntaxException faults) {
            List<Problem.Detail> errors = faults.all().stream()
                    .map(fault -> new Problem.Detail(
                            "/input" + fault.pointer(), 0, 0, String.valueOf(fault.getMessage()), fault.hint()))
                    .toList();
            throw new OrchestratorException(
                    ErrorCode.SCHEDULE_INVALID, "The input has an expression that cannot be read", errors);
        }
    }

    private static Optional<String> wrongRead(References references) {
        Optional<String> task = references.tasks().stream()
                .map(read -> "tasks." + read.taskId())
                .findFirst();
        Optional<String> root =
                references.roots().stream().filter(name -> !name.equals(ROOT)).findFirst();
        Optional<String> field = references.fields().stream()
                .filter(read -> read.root().equals(ROOT) && !FIELDS.contains(read.field()))
                .map(read -> read.root() + "." + read.field())
                .findFirst();
        return task.or(() -> root).or(() -> field);
    }
}
