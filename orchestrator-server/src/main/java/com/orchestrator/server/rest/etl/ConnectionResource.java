package com.orchestrator.server.rest.etl;

import com.orchestrator.etl.jobs.ConnectionService;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.EtlBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Connections: where places are and who comes there, under names that extract-and-load jobs say. */
@Path("api/v1/etl/connections")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionResource {

    private static final String NAME = "name";

    private final ConnectionService connections;
    private final EtlAnswers answers;

    public ConnectionResource(EtlService etl, Answers answers) {
        this.connections = etl.connections();
        this.answers = new EtlAnswers(etl, answers);
    }

    @GET
    @Requires(role = Role.READER, on = On.ETL)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, connections.list(EtlAnswers.query(limit, cursor)));
    }

    @GET
    @Path("{name}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response get(@PathParam(NAME) Text name) {
        return Response.ok(connections.get(name.value())).build();
    }

    @PUT
    @Path("{name}")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public Response put(@PathParam(NAME) Text name, EtlBody.Connection body) {
        ConnectionService.Put put = connections.put(name.value(), body.toSpec());
        return Response.status(put.isNew() ? 201 : 200)
                .header(HttpHeaders.LOCATION, "/api/v1/etl/connections/" + name.value())
                .entity(put.connection())
                .build();
    }

    @DELETE
    @Path("{name}")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public Response delete(@PathParam(NAME) Text name) {
        connections.delete(name.value());
        return Response.noContent().build();
    }

    /** Has a worker connect, as is kept or as the body says. */
    @POST
    @Path("{name}/test")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public CompletionStage<Response> test(@PathParam(NAME) Text name, EtlBody.Connection body) {
        return answers.answered(connections.test(name.value(), body.instead()));
    }
}
