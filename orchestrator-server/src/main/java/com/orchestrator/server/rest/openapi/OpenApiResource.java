package com.orchestrator.server.rest.openapi;

import com.orchestrator.server.auth.Open;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** The description of the API. Open to everybody: it says what can be asked for, and nothing of what there is. */
@Open
@Path("api/v1")
public final class OpenApiResource {

    @GET
    @Path("openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(@Context Request request) {
        return answer(request, OpenApiDocument::json);
    }

    @GET
    @Path("openapi.yaml")
    @Produces("application/yaml")
    public Response yaml(@Context Request request) {
        return answer(request, OpenApiDocument::yaml);
    }

    private static Response answer(Request request, Function<OpenApiDocument, OpenApiDocument.Text> form) {
        OpenApiDocument.Text text = form.apply(OpenApiDocument.get());
        EntityTag tag = new EntityTag(text.etag());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(text.bytes()) : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
