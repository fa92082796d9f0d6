package com.orchestrator.server.rest;

import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.ValidatedDefinition;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Queues;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Definitions: immutable, numbered revisions. */
@Path("api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
public final class DefinitionResource {

    private final WorkflowService workflows;

    public DefinitionResource(WorkflowService workflows) {
        this.workflows = workflows;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml"})
    @Requires(role = Role.OPERATOR, on = On.BODY)
    public Response register(@Context SecurityContext security, RawText document) {
        Caller caller = Caller.of(security);
        if (caller.namespaces().isPresent()) {
            valid(caller, document);
        }
        RegisteredDefinition definition = workflows.registerWorkflow(document.bytes(), caller.name());
        return Response.status(definition.created() ? 201 : 200)
                .header(HttpHeaders.LOCATION, Location.of(definition))
                .header(HttpHeaders.ETAG, "\"" + definition.sha256() + "\"")
                .entity(Answer.Registered.of(definition))
                .build();
    }

    /** Tells every fault of a definition, as registering it would, and stores nothing. */
    @POST
    @Path("validate")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml"})
    @Unaudited("changes nothing")
    @Requires(role = Role.OPERATOR, on = On.BODY)
    public Response validate(@Context SecurityContext security, RawText document) {
        return Answers.ok(Answer.Validated.of(valid(Caller.of(security), document)));
    }

    /** What this caller may register: in a namespace of his own, and with work for nobody else. */
    private ValidatedDefinition valid(Caller caller, RawText document) {
        ValidatedDefinition definition = workflows.validateWorkflow(document.bytes());
        Access.require(caller, Role.OPERATOR, definition.namespace());
        definition.startsIn().forEach(namespace -> Access.require(caller, Role.OPERATOR, namespace));
        Queues.requirePutting(caller, definition.queues());
        return definition;
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam("namespace") @Nullable Text namespace,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        String only = Caller.of(security).narrowed(Text.value(namespace));
        return Answers.page(limit, cursor, query -> workflows.listWorkflows(only, query));
    }

    @GET
    @Path("{namespace}/{workflow}")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response describe(@PathParam("namespace") Text namespace, @PathParam("workflow") Text workflow) {
        WorkflowStatus status = workflows.getWorkflowStatus(namespace.value(), workflow.value());
        return Answers.ok(Answer.Described.of(
                status,
                workflows.getDefinition(namespace.value(), workflow.value(), Optional.of(status.defaultRevision()))));
    }

    /** Moves the default revision, pauses the workflow or ends that. */
    @PATCH
    @Path("{namespace}/{workflow}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response update(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @Context SecurityContext security,
            OperationBody.UpdateWorkflow body) {
        return Answers.ok(workflows.updateWorkflow(
                namespace.value(),
                workflow.value(),
                body.toUpdate(),
                security.getUserPrincipal().getName()));
    }

    /** Who has moved the default, paused the workflow or ended that, when and why. */
    @GET
    @Path("{namespace}/{workflow}/changes")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response changes(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> workflows.listChanges(namespace.value(), workflow.value(), query));
    }

    @GET
    @Path("{namespace}/{workflow}/revisions")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response revisions(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(
                limit, cursor, query -> workflows.listRevisions(namespace.value(), workflow.value(), query));
    }

    @GET
    @Path("{namespace}/{workflow}/revisions/{revision: [1-9][0-9]{0,8}}")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response revision(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @PathParam("revision") int revision) {
        return answer(workflows.getDefinition(namespace.value(), workflow.value(), Optional.of(revision)));
    }

    private static Response answer(StoredDefinition definition) {
        return Response.ok(definition)
                .header(HttpHeaders.ETAG, "\"" + definition.sha256() + "\"")
                .build();
    }
}
