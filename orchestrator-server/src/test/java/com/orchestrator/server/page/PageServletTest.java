package com.orchestrator.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageServletTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server = serverOf("", "page-sample/");

    private static HttpServer serverOf(String root, String place) {
        HttpServer server = new HttpServer();
        server.addListener(new NetworkListener("page", "localhost", 0));
        WebappContext context = new WebappContext("page", root);
        var files = new PageFiles(PageServletTest.class.getClassLoader(), place);
        context.addServlet("page", new PageServlet(files)).addMapping("", "/", "/ui", "/ui/*");
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return server;
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        int port = server.getListeners().iterator().next().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui"})
    void theRootLeadsToThePage(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).isEqualTo("/ui/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/instances/0192", "/ui/workflows/shop/a.b", "/ui/index.html"})
    void whatIsNoFileIsThePage(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("text/html");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.body()).contains("<base href=\"/ui/\">");
    }

    @Test
    void itWorksUnderAnyContextRoot() throws Exception {
        server.shutdownNow();
        server = serverOf("/engine", "page-sample/");
        assertThat(header(get("/engine/"), "Location")).isEqualTo("/engine/ui/");
        assertThat(get("/engine/ui/instances").body()).contains("<base href=\"/engine/ui/\">");
    }

    @Test
    void filesAreKeptForEverAndSentCompressed() throws Exception {
        HttpResponse<String> plain = get("/ui/assets/index-abc123.js");
        assertThat(plain.body()).contains("sample");
        assertThat(header(plain, "Content-Type")).startsWith("text/javascript");
        assertThat(header(plain, "Cache-Control")).contains("immutable");
        assertThat(header(get("/ui/assets/index-abc123.js", "Accept-Encoding", "br, gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
        HttpResponse<String> head = send("HEAD", "/ui/assets/index-abc123.js");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/ui/assets/none.js", "/ui/assets/../page-secret.txt", "/ui/assets/%2e%2e/%2e%2e/page-secret.txt"
            })
    void whatIsNotThereIsAProblem(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.body()).doesNotContain("secret\n");
        assertThat(response.statusCode() == 404 || response.body().contains("<base"))
                .isTrue();
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        HttpResponse<String> response = send("POST", "/ui/");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
        assertThat(response.body()).contains("METHOD_NOT_ALLOWED");
    }

    @Test
    void aServerBuiltWithoutItSaysSo() throws Exception {
        server.shutdownNow();
        server = serverOf("", "nowhere/");
        HttpResponse<String> response = get("/ui/");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
    }
}
