package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.server.metrics.MetricsRegistry;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.HealthResource;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPortTest {

    private boolean isUp = true;

    private MetricsPort open(int port) {
        return MetricsPort.open(
                port,
                new MetricsRegistry("1.2", List.of()),
                new HealthResource(() -> isUp, new Drain()),
                new Json(BodyLimit.DEFAULT.bytesMax()));
    }

    private static HttpResponse<String> get(MetricsPort port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void figuresAndHealth_areThere_andNothingElse() throws Exception {
        try (MetricsPort port = open(0)) {
            assertThat(get(port, "/metrics").body()).contains("orchestrator_build_info{");
            assertThat(get(port, "/health").body()).contains("\"status\":\"UP\"");
            isUp = false;
            assertThat(get(port, "/health").statusCode()).isEqualTo(503);
            assertThat(get(port, "/api/v1").statusCode()).isEqualTo(404);
            assertThat(get(port, "/metrics/more").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void takenPort_isARefusalToStart() {
        try (MetricsPort port = open(0)) {
            assertThatThrownBy(() -> open(port.port()))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("orchestrator.metrics.port");
        }
    }
}
