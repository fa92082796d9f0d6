package com.orchestrator.worker.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.orchestrator.api.model.TraceContext;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A real worker on a real server, with the SDK of OpenTelemetry. */
class WorkerTelemetryTest {

    private static final String DEFINITION = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            tasks:
              - { id: a, task: quick }
              - { id: b, task: later }
              - { id: c, task: refused }
            """;

    private final Spans spans = new Spans();
    private final Reader reader = new Reader();
    private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();

    private static final class Spans implements SpanExporter {

        private final List<SpanData> ended = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> more) {
            ended.addAll(more);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        private SpanData named(String name) {
            return ended.stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final class Reader implements MetricReader {

        private CollectionRegistration metrics = CollectionRegistration.noop();

        @Override
        public void register(CollectionRegistration registration) {
            metrics = registration;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }

        private List<String> names() {
            return metrics.collectAllMetrics().stream().map(MetricData::getName).toList();
        }
    }

    @Test
    void handlers_areInTheTraceOfTheStart_insideOfTheirAttempts() throws Exception {
        WorkerTelemetry telemetry = WorkerTelemetry.of(openTelemetry);
        Span caller = openTelemetry.getTracer("test").spanBuilder("caller").startSpan();
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory();
                OrchestratorWorker worker = OrchestratorWorker.connect(orchestrator.url())
                        .around(telemetry)
                        .listener(telemetry)
                        .handle("quick", Object.class, Object.class, (in, task) -> {
                            assertThat(WorkerTelemetry.traceparent())
                                    .contains(caller.getSpanContext().getTraceId());
                            return "done";
                        })
                        .handle(
                                "later",
                                Object.class,
                                Object.class,
                                (in, task) -> CompletableFuture.supplyAsync(() -> "done"))
                        .handle("refused", Object.class, Object.class, (in, task) -> {
                            throw TaskFailure.fatal("NO", "because");
                        })
                        .start()) {
            AutoCloseable slots = telemetry.watch(worker);
            OrchestratorClient client = OrchestratorClient.connect(orchestrator.url());
            client.register(DEFINITION, "application/yaml");
            String traceparent = Context.current()
                    .with(caller)
                    .wrap(WorkerTelemetry::traceparent)
                    .call();
            client.workflow("shop", "order").traceparent(traceparent).start(Object.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> spans.ended.size() == 3);

            assertThat(spans.ended).allSatisfy(span -> {
                assertThat(span.getTraceId()).isEqualTo(caller.getSpanContext().getTraceId());
                assertThat(span.getParentSpanId()).isEqualTo(TraceContext.spanOf(executionOf(span)));
                assertThat(SpanId.isValid(span.getParentSpanId())).isTrue();
            });
            assertThat(spans.named("later").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(spans.named("refused").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(reader.names())
                    .contains(
                            "orchestrator.worker.task.duration",
                            "orchestrator.worker.poll.duration",
                            "orchestrator.worker.slots");
            slots.close();
        }
    }

    private static UUID executionOf(SpanData span) {
        return UUID.fromString(span.getAttributes().get(AttributeKey.stringKey("orchestrator.execution.id")));
    }
}
