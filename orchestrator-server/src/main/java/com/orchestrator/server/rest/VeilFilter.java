package com.orchestrator.server.rest;

import com.orchestrator.server.auth.Caller;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Draws the veil over every answer that Jersey sees to. */
@Provider
public final class VeilFilter implements ContainerResponseFilter {

    private final Veil veil;

    public VeilFilter(Veil veil) {
        this.veil = veil;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getSecurityContext().getUserPrincipal() instanceof Caller caller
                && !caller.readsSensitive()
                && response.getEntity() instanceof Record answer) {
            response.setEntity(veil.over(
                    answer, caller, request.getUriInfo().getRequestUri().getPath()));
        }
    }
}
