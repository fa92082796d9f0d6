package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API with pages, in all the moods that APIs have. */
class HttpRowsTest {

    @TempDir
    private Path folder;

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String page = pages.getOrDefault(exchange.getRequestURI().toString(), "503");
            boolean isStatus = page.matches("\\d{3}");
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isStatus ? Integer.parseInt(page) : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private List<List<String>> read() {
        return read("'next': '/next', 'headers': {'X-Key': 'a'}");
    }

    private List<List<String>> read(String more) {
        List<List<String>> rows = new ArrayList<>();
        new Etl(folder)
                .source("http", "{'url': '" + url + "/sales?of=a%26b', 'items': '/data', " + more + "}")
                .read(null, (line, cells) -> rows.add(Arrays.asList(cells.texts())));
        return rows;
    }

    @Test
    void everyPageIsRead_andValuesKeepTheirDigits() {
        pages.put(
                "/sales?of=a%26b",
                "{\"data\": [{\"id\": \"007\", \"n\": 12345678901234567890, \"d\": 1.10, \"o\": {\"a\": [1]}}], \"next\": \"/sales?page=2\"}");
        pages.put("/sales?page=2", "{\"data\": [{\"id\": null, \"d\": 1e2, \"n\": true}, {}], \"next\": null}");
        assertThat(read())
                .containsExactly(
                        List.of("007", "12345678901234567890", "1.10", "{\"a\":[1]}"),
                        Arrays.asList(null, "true", "100", null),
                        Arrays.asList(null, null, null, null));
    }

    private void fails(String code, boolean passes) {
        assertThatThrownBy(this::read).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.isPassing()).isEqualTo(passes);
        });
    }

    @Test
    void anApiThatIsBusy_isAskedAgain_andOneThatRefusesIsNot() {
        pages.put("/sales?of=a%26b", "{\"data\": [{\"id\": 1}], \"next\": \"/sales?page=2\"}");
        fails("UNAVAILABLE", true);
        pages.put("/sales?page=2", "404");
        fails("HTTP_REFUSED", false);
        server.stop(0);
        fails("UNAVAILABLE", true);
    }

    @Test
    void pagesThatAreNone() {
        pages.put("/sales?of=a%26b", "{\"data\": [], \"next\": \"/sales?of=a%26b\"}");
        fails("PAGES_CIRCLE", false);
        pages.put("/sales?of=a%26b", "{\"data\": [], \"next\": \"http://127.0.0.2/\"}");
        fails("NEXT_ELSEWHERE", false);
        pages.put("/sales?of=a%26b", "{\"rows\": []}");
        fails("NOT_ROWS", false);
        pages.put("/sales?of=a%26b", "<html>");
        fails("NOT_JSON", false);
    }

    private void page(String number, String ids) {
        pages.put("/sales?of=a%26b&" + number, "{\"data\": [" + ids.replaceAll("(\\d+)", "{\"id\": $1}") + "]}");
    }

    @Test
    void pagesThatHaveNumbers_endWithTheOneThatHasNoRows() {
        page("page=1", "1, 2");
        page("page=2", "3");
        page("page=3", "4, 5");
        page("page=4", "");
        assertThat(read("'page': {'parameter': 'page'}").stream().map(row -> row.get(0)))
                .containsExactly("1", "2", "3", "4", "5");
        page("from=0", "1, 2");
        page("from=2", "3, 4");
        page("from=4", "");
        assertThat(read("'page': {'parameter': 'from', 'first': 0, 'step': 2}")).hasSize(4);
    }

    @Test
    void anApiThatDoesNotKnowTheParameter_doesNotAnswerForEver() {
        page("page=1", "1, 2");
        page("page=2", "1, 2");
        assertThatThrownBy(() -> read("'page': {'parameter': 'page'}")).hasMessageContaining("rows of the page before");
        assertThatThrownBy(() -> read("'page': {'first': -1}, 'next': '/next'"))
                .hasMessageContaining("/page/parameter is missing")
                .hasMessageContaining("/page/first is to be a whole number, 0 or above");
    }
}
