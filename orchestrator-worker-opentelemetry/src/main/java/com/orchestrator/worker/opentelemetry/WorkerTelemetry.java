package com.orchestrator.worker.opentelemetry;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskInterceptor;
import com.orchestrator.worker.WorkerListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A span around each handler, inside of the attempt that the server tells of, and metrics of the worker. Given to a worker twice, as what
 * runs around handlers and as a listener:
 *
 * <pre>{@code
 * var telemetry = WorkerTelemetry.of(openTelemetry);
 * builder.around(telemetry).listener(telemetry);
 * }</pre>
 */
public final class WorkerTelemetry implements TaskInterceptor, WorkerListener {

    private static final String SCOPE = "com.orchestrator.worker";
    private static final String TRACEPARENT = "traceparent";
    private static final double NANOS = 1e9;

    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("orchestrator.task.type");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("orchestrator.outcome");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");

    private final Tracer tracer;
    private final Meter meter;
    private final DoubleHistogram tasks;
    private final DoubleHistogram polls;
    private final LongCounter lost;

    private WorkerTelemetry(OpenTelemetry openTelemetry) {
        tracer = openTelemetry.getTracer(SCOPE);
        meter = openTelemetry.getMeter(SCOPE);
        tasks = meter.histogramBuilder("orchestrator.worker.task.duration")
                .setUnit("s")
                .setDescription("How long handlers took, by task type and outcome.")
                .build();
        polls = meter.histogramBuilder("orchestrator.worker.poll.duration")
                .setUnit("s")
                .setDescription("How long requests for work took, waiting included.")
                .build();
        lost = meter.counterBuilder("orchestrator.worker.lease.lost")
                .setDescription("Tasks that were given to somebody else while a handler had them.")
                .build();
    }

    /** @param openTelemetry who knows of no other takes {@code GlobalOpenTelemetry.get()} */
    public static WorkerTelemetry of(OpenTelemetry openTelemetry) {
        return new WorkerTelemetry(openTelemetry);
    }

    /** Where in a trace the calling thread is, for {@code WorkflowStart.traceparent}; null when it is in none. */
    public static @Nullable String traceparent() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
        return headers.get(TRACEPARENT);
    }

    /**
     * Tells how many tasks the worker has, and can have: {@code orchestrator.worker.slots}.
     *
     * @return ends it
     */
    public AutoCloseable watch(OrchestratorWorker worker) {
        return meter.gaugeBuilder("orchestrator.worker.slots")
                .ofLongs()
                .setDescription("Tasks that the worker has, and can have at once.")
                .buildWithCallback(slots -> {
                    slots.record(worker.health().running(), Attributes.of(KIND, "used"));
                    slots.record(worker.health().maxConcurrent(), Attributes.of(KIND, "max"));
                });
    }

    @Override
    public @Nullable Object around(TaskContext task, Inside inside) throws Exception {
        Span span = begin(task);
        Scope scope = span.makeCurrent();
        try {
            return ending(span, inside.call());
        } catch (Exception | Error failure) {
            end(span, failure);
            throw failure;
        } finally {
            scope.close();
        }
    }

    private Span begin(TaskContext task) {
        Context attempt =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), task.headers(), HeaderGetter.INSTANCE);
        return tracer.spanBuilder(task.taskType())
                .setParent(attempt)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(TYPE, task.taskType())
                .setAttribute("orchestrator.task.id", task.taskId())
                .setAttribute("orchestrator.instance.id", task.instanceId().toString())
                .setAttribute("orchestrator.execution.id", task.executionId().toString())
                .setAttribute("orchestrator.attempt", task.attempt())
                .setAttribute("orchestrator.compensation", task.isCompensation())
                .setAttribute("workflow.name", task.workflow())
                .setAttribute("workflow.id", task.runId())
                .startSpan();
    }

    /** What is done later ends later. */
    private static @Nullable Object ending(Span span, @Nullable Object result) {
        if (result instanceof CompletionStage<?> later) {
            return later.whenComplete((done, failure) -> end(span, failure));
        }
        end(span, null);
        return result;
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.recordException(failure);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @Override
    public void taskEnded(LeasedTask task, String outcome, Duration took) {
        tasks.record(took.toNanos() / NANOS, Attributes.of(TYPE, task.taskType(), OUTCOME, outcome));
    }

    @Override
    public void leaseLost(LeasedTask task) {
        lost.add(1, Attributes.of(TYPE, task.taskType()));
    }

    @Override
    public void polled(int received, Duration took) {
        polls.record(took.toNanos() / NANOS);
    }

    private enum HeaderGetter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    }
}
