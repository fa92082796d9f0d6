package com.orchestrator.server.rest;

import com.orchestrator.api.webhook.Webhook;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.DeliveryState;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.WebhookBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Webhooks: who is told of events by requests of the server. */
@Path("api/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public final class WebhookResource {

    private static final String NAME = "name";

    private final WebhookService webhooks;
    private final Answers answers;

    public WebhookResource(WebhookService webhooks, Answers answers) {
        this.webhooks = webhooks;
        this.answers = answers;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, webhooks::list);
    }

    @GET
    @Path("{name}")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get(@PathParam(NAME) Text name) {
        return answer(webhooks.get(name.value()));
    }

    private static Response answer(Webhook webhook) {
        return Answers.versioned(webhook, webhook.version());
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER, payloads = true)
    public Response put(
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            WebhookBody body) {
        Applied<Webhook> applied = webhooks.put(
                name.value(),
                body.toSpec(),
                body.secret(),
                body.paused(),
                body.from(),
                Authors.of(body.reason(), security, ifMatch));
        return Answers.set(applied, applied.status().version());
    }

    @DELETE
    @Path("{name}")
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response remove(
            @PathParam(NAME) Text name,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        webhooks.remove(name.value(), Authors.of(reason, security, ifMatch));
        return Response.noContent().build();
    }

    @POST
    @Path("{name}/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response pause(
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            WebhookBody.Pause body) {
        return answer(webhooks.pause(name.value(), Authors.of(body.reason(), security, ifMatch)));
    }

    @POST
    @Path("{name}/resume")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER, payloads = true)
    public Response resume(
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            WebhookBody.Resume body) {
        return answer(webhooks.resume(name.value(), body.from(), Authors.of(body.reason(), security, ifMatch)));
    }

    /** Answers when the receiver has, or will not. */
    @POST
    @Path("{name}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER, payloads = true)
    public CompletionStage<Response> test(@PathParam(NAME) Text name, WebhookBody.Nothing body) {
        return answers.when(webhooks.test(name.value()), Answers::ok);
    }

    @GET
    @Path("{name}/changes")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response changes(
            @PathParam(NAME) Text name,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> webhooks.listChanges(name.value(), query));
    }

    @GET
    @Path("{name}/deliveries")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response deliveries(
            @PathParam(NAME) Text name,
            @QueryParam("state") @Nullable DeliveryState state,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(
                limit, cursor, query -> webhooks.listDeliveries(name.value(), DeliveryState.value(state), query));
    }

    /** Answers when the receiver has, or will not. */
    @POST
    @Path("{name}/deliveries/{id}/redeliver")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER, payloads = true)
    public CompletionStage<Response> redeliver(
            @PathParam(NAME) Text name, @PathParam("id") Text id, WebhookBody.Nothing body) {
        return answers.when(webhooks.redeliver(name.value(), id.value()), Answers::ok);
    }
}
