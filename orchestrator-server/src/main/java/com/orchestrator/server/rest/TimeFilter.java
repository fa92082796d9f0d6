package com.orchestrator.server.rest;

import com.orchestrator.server.metrics.HttpTimes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.List;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/** Tells how long requests take that come by Jersey. */
@Provider
@PreMatching
public final class TimeFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BEGAN = TimeFilter.class.getName();

    private final HttpTimes times;

    public TimeFilter(HttpTimes times) {
        this.times = times;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGAN) instanceof Long began) {
            times.answered(
                    route(request),
                    request.getMethod(),
                    response.getStatus(),
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** The last one stands first. */
    private static String route(ContainerRequestContext request) {
        List<UriTemplate> templates = ((ExtendedUriInfo) request.getUriInfo()).getMatchedTemplates();
        StringBuilder route = new StringBuilder();
        templates.forEach(template -> route.insert(0, template.getTemplate()));
        return route.toString().replace("//", "/");
    }
}
