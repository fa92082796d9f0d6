package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.server.trace.OtlpTarget;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables are those of OpenTelemetry, and mean what they mean elsewhere. */
class TraceSettingsTest {

    private static Optional<OtlpTarget> target(Map<String, String> environment) {
        return new TraceSettings(name -> Optional.ofNullable(environment.get(name))).target();
    }

    @Test
    void nothingSaid_isOff() {
        assertThat(target(Map.of())).isEmpty();
        assertThat(target(Map.of("OTEL_SERVICE_NAME", "shop", "OTEL_EXPORTER_OTLP_ENDPOINT", " ")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED,true", "OTEL_TRACES_EXPORTER,none"})
    void switchedOff_isOff(String variable, String value) {
        assertThat(target(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", variable, value)))
                .isEmpty();
    }

    @Test
    void address_isOfAllSignals_orOfTracesAlone() {
        assertThat(target(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/"))
                        .orElseThrow()
                        .traces())
                .hasToString("http://collector:4318/v1/traces");
        assertThat(target(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://collector/otlp"))
                        .orElseThrow()
                        .traces())
                .hasToString("https://collector/otlp");
        assertThat(target(Map.of("OTEL_TRACES_EXPORTER", "otlp")).orElseThrow().traces())
                .hasToString("http://localhost:4318/v1/traces");
    }

    @Test
    void headersTimeoutAndResource_areRead_andSecretsNotShown() {
        OtlpTarget target = target(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b, other=c",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
                        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,service.name=not-this",
                        "OTEL_SERVICE_NAME", "shop"))
                .orElseThrow();

        assertThat(target.headers()).isEqualTo(Map.of("x-key", "a b", "other", "c"));
        assertThat(target.timeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(target.resource()).isEqualTo(Map.of("service.name", "shop", "deployment.environment.name", "test"));
        assertThat(target.toString()).doesNotContain("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_PROTOCOL,grpc",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL,http/protobuf",
        "OTEL_TRACES_EXPORTER,zipkin",
        "OTEL_EXPORTER_OTLP_TIMEOUT,soon",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,collector:4318"
    })
    void whatIsNotSpoken_isRefused_byItsName(String variable, String value) {
        assertThatThrownBy(
                        () -> target(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable.replace("TRACES_ENDPOINT", "ENDPOINT"));
    }
}
