package com.orchestrator.engine.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.JobRequest;
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
import java.util.Objects;
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
    private final Targets targets;
    private final Map<ScheduleSpec, Compiled> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ScheduleSpec, Compiled> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** When it is due, and what is evaluated at each time: the input of a run, or a job. */
    record Compiled(FireTimes times, Template said) {}

    ScheduleCompiler(ExpressionCompiler expressions, Targets targets) {
        this.expressions = expressions.with(Set.of(ROOT));
        this.targets = targets;
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
                known = new Compiled(Timings.times(spec.timing()), template(expressions.forKnownDefinition(), spec));
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
        Template said = template(expressions.forNewDefinition(), spec);
        Instant sample = times.next(now).orElseThrow().at();
        Payload evaluated = evaluate(said, spec, key, sample);
        if (spec.job() == null) {
            checkStart(key, spec, evaluated, sample);
        } else {
            checkJob(ScheduledJob.request(evaluated, key, sample));
        }
    }

    private static void checkTarget(ScheduleSpec spec) {
        if (spec.job() == null && spec.workflow() == null) {
            throw Timings.refused("/workflow", "Nothing says what is started", "give workflow or job");
        }
        if (spec.job() == null) {
            return;
        }
        refuseBesideJob(spec.workflow(), "workflow", "give one of the two");
        refuseBesideJob(spec.input(), "input", "write it as the job's payload");
        refuseBesideJob(spec.revision(), "revision", "leave it out");
        refuseBesideJob(spec.labels().isEmpty() ? null : spec.labels(), "labels", "leave them out");
    }

    private static void refuseBesideJob(@Nullable Object said, String field, String hint) {
        if (said != null) {
            throw Timings.refused("/" + field, "A schedule of a job has no '" + field + "'", hint);
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
            targets.checkStart()
                    .accept(request(key, spec, spec.revision(), input, "schedule/" + key.name() + "/" + at));
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
            targets.checkStart().accept(request(key, spec, null, input, "schedule"));
            return true;
        } catch (OrchestratorException refusal) {
            return refusal.code() != ErrorCode.NOT_FOUND;
        }
    }

    private void checkJob(JobRequest request) {
        try {
            targets.checkJob().accept(request);
        } catch (OrchestratorException refusal) {
            throw ScheduledJob.ofSchedule(refusal);
        }
    }

    /**
     * What is put at a time.
     *
     * @throws OrchestratorException when it cannot be told, or cannot be meant
     */
    JobRequest job(StoredSchedule schedule, Fire fire) {
        return ScheduledJob.request(said(schedule, fire), schedule.key(), fire.nominalAt());
    }

    private Payload said(StoredSchedule schedule, Fire fire) {
        return evaluate(known(schedule.spec()).said(), schedule.spec(), schedule.key(), fire.nominalAt());
    }

    /**
     * How the run of a time is started.
     *
     * @throws OrchestratorException when its input cannot be told
     */
    StartWorkflowRequest request(StoredSchedule schedule, Fire fire) {
        ScheduleSpec spec = schedule.spec();
        return request(schedule.key(), spec, spec.revision(), said(schedule, fire), fire.runId());
    }

    private static StartWorkflowRequest request(
            ScheduleKey key, ScheduleSpec spec, @Nullable Integer revision, Payload input, String runId) {
        return new StartWorkflowRequest(
                key.namespace(),
                String.valueOf(spec.workflow()),
                runId,
                input,
                spec.labels(),
                null,
                revision,
                null,
                null);
    }

    private static Payload evaluate(Template said, ScheduleSpec spec, ScheduleKey key, Instant at) {
        try {
            return said.evaluate(scope(key, at));
        } catch (ExpressionFailure failure) {
            String place = placeOf(spec);
            throw Timings.refused("/" + place, "The " + place + " cannot be told: " + failure.getMessage(), null);
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

    /** Where that is said which is evaluated at each time. */
    private static String placeOf(ScheduleSpec spec) {
        return spec.job() == null ? "input" : "job";
    }

    private static Template template(ExpressionCompiler compiler, ScheduleSpec spec) {
        String place = placeOf(spec);
        try {
            Template template = compiler.template(Objects.requireNonNullElseGet(spec.job(), spec::inputOrDefault)
                    .tree());
            wrongRead(((HasReferences) template).references()).ifPresent(wrong -> {
                throw Timings.refused(
                        "/" + place,
                        "The " + place + " reads '" + wrong + "', which a schedule does not have",
                        "it can read schedule.at, schedule.name and schedule.namespace");
            });
            return template;
        } catch (ExpressionSyntaxException faults) {
            List<Problem.Detail> errors = faults.all().stream()
                    .map(fault -> new Problem.Detail(
                            "/" + place + fault.pointer(), 0, 0, String.valueOf(fault.getMessage()), fault.hint()))
                    .toList();
            throw new OrchestratorException(
                    ErrorCode.SCHEDULE_INVALID, "The " + place + " has an expression that cannot be read", errors);
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
