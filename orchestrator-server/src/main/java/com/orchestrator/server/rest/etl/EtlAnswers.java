package com.orchestrator.server.rest.etl;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.etl.jobs.Question;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.wire.EtlBody;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What both addresses of jobs have in common. */
final class EtlAnswers {

    private final EtlService etl;
    private final Answers answers;

    EtlAnswers(EtlService etl, Answers answers) {
        this.etl = etl;
        this.answers = answers;
    }

    /** @param base of the address under which the job is found */
    Response created(String base, EtlBody body, SecurityContext security) {
        EtlJob job = etl.create(body.toSpec(), actor(security));
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, base + job.id())
                .entity(job)
                .build();
    }

    Response updated(UUID id, EtlBody body, SecurityContext security) {
        return Response.ok(etl.update(id, body.toSpec(), actor(security))).build();
    }

    Response deleted(UUID id, SecurityContext security) {
        etl.delete(id, actor(security));
        return Response.noContent().build();
    }

    private static String actor(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }

    /** 201 when it is new. The run is read after the start is durable, and not by the thread that made it so. */
    CompletionStage<Response> started(String base, UUID id, EtlBody.@Nullable Run body) {
        CompletableFuture<StartedWorkflow> start = etl.run(id, body == null ? null : body.runId());
        return answers.when(
                answers.then(start, started -> CompletableFuture.completedFuture(started(base, started))),
                Function.identity());
    }

    private Response started(String base, StartedWorkflow start) {
        EtlRun run = etl.getRun(start.instanceId());
        return Response.status(start.deduplicated() ? 200 : 201)
                .header(HttpHeaders.LOCATION, base + run.id())
                .entity(run)
                .build();
    }

    /** What a worker says. */
    <T> CompletionStage<Response> answered(CompletableFuture<Question<T>> question) {
        return answers.when(
                answers.then(question, Question::answer),
                answer -> Response.ok(answer).build());
    }

    static ListQuery query(Limit limit, @Nullable PageCursor cursor) {
        return new ListQuery(limit.value(), PageCursor.value(cursor));
    }
}
