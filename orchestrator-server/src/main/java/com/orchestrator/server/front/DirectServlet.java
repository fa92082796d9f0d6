package com.orchestrator.server.front;

import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** In front of Jersey, for {@link DirectCalls}. */
public final class DirectServlet extends GenericServlet {

    private static final Logger LOG = LoggerFactory.getLogger(DirectServlet.class);
    private static final long serialVersionUID = 1L;

    private final transient DirectCalls calls;
    private final transient Json json;
    private final transient Servlet others;

    /** @param others sees to everything that is not called directly */
    public DirectServlet(DirectCalls calls, Json json, Servlet others) {
        this.calls = calls;
        this.json = json;
        this.others = others;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        Optional<DirectCalls.Call> call = calls.of((HttpServletRequest) request);
        if (call.isEmpty()) {
            others.service(request, response);
            return;
        }
        byte[] body = request.getInputStream().readAllBytes();
        CompletableFuture<Response> answer = call.get().with(body).toCompletableFuture();
        if (answer.isDone()) {
            write(answer.join(), (HttpServletResponse) response);
            return;
        }
        AsyncContext later = request.startAsync();
        answer.thenAccept(said -> {
            write(said, (HttpServletResponse) response);
            later.complete();
        });
    }

    private void write(Response answer, HttpServletResponse response) {
        Object entity = answer.getEntity();
        byte[] body = entity instanceof byte[] printed ? printed : json.write(entity);
        response.setStatus(answer.getStatus());
        response.setContentType(MediaType.APPLICATION_JSON);
        answer.getHeaders().forEach((name, values) -> response.setHeader(name, String.valueOf(values.get(0))));
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("The caller went away before it was answered", e);
        }
    }
}
