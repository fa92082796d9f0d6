package com.orchestrator.server.wiring;

import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Credentials;
import com.orchestrator.server.auth.Endpoints;
import com.orchestrator.server.front.DirectServlet;
import com.orchestrator.server.front.Front;
import com.orchestrator.server.front.ProblemWriter;
import com.orchestrator.server.front.SlowBodies;
import com.orchestrator.server.front.Wire;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.util.function.UnaryOperator;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * What the servlet is made of; the same in the WAR and in tests.
 *
 * @param direct what is put in front of Jersey
 */
public record FrontParts(
        ResourceConfig resources,
        UnaryOperator<Servlet> direct,
        Authenticator authenticator,
        SlowBodies slowBodies,
        Wire wire,
        ActiveRequests active) {

    private static final String ATTRIBUTE = FrontParts.class.getName();

    /** @param active counts the requests that are under way */
    public static FrontParts of(RestApplication application, SlowBodies slowBodies, Wire wire, ActiveRequests active) {
        return new FrontParts(
                application.resourceConfig(),
                jersey -> new DirectServlet(application.direct(), application.json(), jersey),
                application.authenticator(),
                slowBodies,
                wire,
                active);
    }

    /** Puts them where the servlet finds them. */
    public void putInto(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    static FrontParts of(ServletContext context) {
        return (FrontParts) context.getAttribute(ATTRIBUTE);
    }

    Front inFrontOf(Servlet jersey) {
        Endpoints endpoints = Endpoints.of(resources.getInstances());
        return new Front(
                direct.apply(jersey),
                request -> endpoints.mayCall(authenticator, Front.path(request), Credentials.of(request)),
                slowBodies,
                wire,
                new ProblemWriter());
    }
}
