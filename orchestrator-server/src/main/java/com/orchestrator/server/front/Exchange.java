package com.orchestrator.server.front;

import com.orchestrator.api.error.Problem;
import com.orchestrator.server.rest.Backlog;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as the resources see them: the path whole, the body there, and an answer that is taken at once. When they
 * are done it ends the request, as soon as its caller has read enough.
 */
final class Exchange extends HttpServletRequestWrapper {

    private final Answer answer;
    private final Wire wire;
    private final ProblemWriter problems;
    private final Listeners listeners;
    private final Runnable over;
    private @Nullable ServletInputStream body;
    private @Nullable AsyncContext async;
    private boolean isAnsweredLater;

    /** @param over is run when the request is over, at least once */
    Exchange(HttpServletRequest request, HttpServletResponse response, Wire wire, ProblemWriter problems, Runnable over)
            throws IOException {
        super(request);
        this.answer = new Answer(response, new PatientOutput(response.getOutputStream(), wire, over));
        setAttribute(Backlog.ATTRIBUTE, request.getMethod().equals(HttpMethod.HEAD) ? Backlog.NOBODY : answer.output);
        this.wire = wire;
        this.listeners = new Listeners(over);
        this.over = over;
        this.problems = problems;
    }

    private HttpServletRequest original() {
        return (HttpServletRequest) getRequest();
    }

    /** What the resources shall read in place of what the caller sends. */
    void replaceBody(byte[] bytes) {
        body = new PresentBody(bytes);
    }

    /** The caller gets its answer, and has to connect again. */
    void closeAfterwards() {
        answer.setHeader("Connection", "close");
        answer.output.afterwards(wire.hangUp(original()));
    }

    /** From now on the request needs no thread of the container. */
    AsyncContext goAsync() {
        AsyncContext context = async;
        if (context == null) {
            context = startOriginal();
            context.setTimeout(0);
            context.addListener(listeners);
            async = context;
        }
        return context;
    }

    /** The container has its thread back. */
    void returned() {
        if (async == null) {
            over.run();
        }
    }

    private AsyncContext startOriginal() {
        try {
            return original().startAsync();
        } catch (IllegalStateException closed) {
            throw new CallerGoneException(closed);
        }
    }

    void serve(Servlet resources) throws ServletException, IOException {
        resources.service(this, answer);
    }

    /** The resources have returned: ends the request, unless they answer later. */
    void served() {
        if (!isAnsweredLater) {
            end();
        }
    }

    void refuse(Problem problem) {
        problems.write(problem, answer);
        answer.output.flush();
        end();
    }

    /** Lets the resources refuse; the caller is told now, and the request goes on until {@link #end()}. */
    void refuseBy(Servlet resources) throws ServletException, IOException {
        resources.service(this, answer);
        answer.output.flush();
    }

    /** The body as the caller sends it. */
    ServletInputStream connection() throws IOException {
        return super.getInputStream();
    }

    void end() {
        if (async != null) {
            answer.output.completeWhenThrough(async);
        } else if (!answer.output.isThrough()) {
            answer.output.completeWhenThrough(goAsync());
        }
    }

    // What the resources ask the request

    @Override
    public String getServletPath() {
        return "";
    }

    @Override
    public String getPathInfo() {
        String pathInfo = super.getPathInfo();
        return pathInfo == null ? super.getServletPath() : super.getServletPath() + pathInfo;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return body == null ? super.getInputStream() : body;
    }

    @Override
    public BufferedReader getReader() {
        throw new IllegalStateException("Bodies are bytes");
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, answer);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        isAnsweredLater = true;
        return new LaterAnswer(goAsync(), listeners, this::end);
    }

    @Override
    public boolean isAsyncStarted() {
        return isAnsweredLater;
    }

    // A form in the body is no parameters of ours; the container would read it and wait for it.

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    @Override
    public Collection<Part> getParts() {
        return List.of();
    }

    private final class Answer extends HttpServletResponseWrapper {

        private final PatientOutput output;

        Answer(HttpServletResponse response, PatientOutput output) {
            super(response);
            this.output = output;
            // The container would answer a refusal that nobody has heard once more, and complain when nobody hears
            // that.
            output.whenGone(() -> response.setStatus(SC_OK));
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return output;
        }

        @Override
        public void flushBuffer() {
            output.flush();
        }

        @Override
        public void sendError(int status, String message) {
            problems.write(ProblemMapper.problem(status), this);
        }

        @Override
        public void sendError(int status) {
            problems.write(ProblemMapper.problem(status), this);
        }
    }
}
