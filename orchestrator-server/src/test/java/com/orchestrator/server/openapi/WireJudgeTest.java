package com.orchestrator.server.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the judge of the contract tests finds what is wrong. */
class WireJudgeTest {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String PATCH = "{\"defaultRevision\":2,\"paused\":null,\"reason\":\"r\"}";
    private static final String STATUS =
            "{\"namespace\":\"shop\",\"name\":\"order\",\"defaultRevision\":2,\"latestRevision\":3,\"paused\":false}";

    private static void judge(String method, String address, String request, int status, String type, String answer) {
        Map<String, String> headers = Map.of("Content-Type", type);
        WireJudge.ofThisServer()
                .judge(
                        new Asked(method, URI.create("http://localhost" + address), JSON, bytes(request)),
                        new Answered(status, name -> headers.getOrDefault(name, ""), bytes(answer)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void patch(String address, String request, int status, String answer) {
        judge("PATCH", address, request, status, status < 400 ? JSON : PROBLEM, answer);
    }

    @Test
    void whatIsRight_isRight() {
        assertThatCode(() -> patch("/api/v1/workflows/shop/order", PATCH, 200, STATUS))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"paused\":false       | \"paused\":false,\"new\":1 | new",
                "\"latestRevision\":3,  | ''                         | latestRevision",
                "\"defaultRevision\":2, | \"defaultRevision\":\"2\", | defaultRevision"
            })
    void answer_thatIsOtherThanDescribed_isFound(String right, String wrong, String named) {
        assertThatThrownBy(() -> patch("/api/v1/workflows/shop/order", PATCH, 200, STATUS.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("updateWorkflow, in the answer at")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"defaultRevision\":2}",
                "{\"defaultRevision\":0,\"reason\":\"r\"}",
                "{\"pause\":true,\"reason\":\"r\"}",
                "{\"paused\":true,\"reason\":null}"
            })
    void request_thatIsServedAndNotDescribed_isFound(String request) {
        assertThatThrownBy(() -> patch("/api/v1/workflows/shop/order", request, 200, STATUS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("updateWorkflow, in the request at");
    }

    @Test
    void request_thatIsRefused_mayBeWrong() {
        String problem = "{\"type\":\"t\",\"title\":\"t\",\"status\":400,\"detail\":\"d\",\"code\":\"INVALID_REQUEST\","
                + "\"retryable\":false}";

        assertThatCode(() -> patch("/api/v1/workflows/shop/order", "{}", 400, problem))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> patch("/api/v1/workflows/shop/order", "{}", 404, problem))
                .as("a code of another status")
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> patch("/api/v1/workflows/shop/order", "{}", 412, problem))
                .as("a status that is not described")
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void queryParameter_thatIsServedAndNotDescribed_isFound() {
        String page = "{\"items\":[],\"page\":{\"next\":null,\"limit\":50}}";

        assertThatCode(() -> judge("GET", "/api/v1/workflows?limit=50", "", 200, JSON, page))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> judge("GET", "/api/v1/workflows?limit=0", "", 200, JSON, page))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> judge("GET", "/api/v1/workflows?newest=1", "", 200, JSON, page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("newest");
    }

    @Test
    void headerTypeAndAddress_areLookedAt() {
        String index = "{\"version\":\"1\",\"links\":{},\"operations\":[]}";

        assertThatThrownBy(() -> judge("GET", "/api/v1/openapi.json", "", 200, JSON, "{}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ETag");
        assertThatThrownBy(() -> judge("GET", "/api/v1", "", 200, "text/html", index))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("text/html");
        assertThatThrownBy(() -> judge("GET", "/api/v1/nothing", "", 200, JSON, "{}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such operation");
    }

    @Test
    void entryOfABatch_mayBeWrong_onlyIfItIsRefused() {
        String request = "{\"items\":[{\"namespace\":\"shop\"}]}";
        String refused = "{\"items\":[{\"error\":{\"type\":\"t\",\"title\":\"t\",\"status\":400,\"detail\":\"d\","
                + "\"code\":\"INVALID_REQUEST\",\"retryable\":false}}]}";
        String started = "{\"items\":[{\"instanceId\":\"01990000-0000-7000-0000-000000000001\",\"namespace\":\"shop\","
                + "\"workflow\":\"order\",\"revision\":1,\"runId\":\"r\",\"state\":\"RUNNING\",\"deduplicated\":false}]}";

        assertThatCode(() -> judge("POST", "/api/v1/instances/batch-start", request, 200, JSON, refused))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> judge("POST", "/api/v1/instances/batch-start", request, 200, JSON, started))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("workflow");
    }
}
