package com.orchestrator.server.grizzly;

import com.orchestrator.api.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.memory.Buffers;

/** Refuses what the container would answer in words of its own, or with none, before the application is asked. */
final class RequestGate extends OtherFilter {

    private static final Set<Method> NOBODY_S = Set.of(Method.TRACE, Method.CONNECT);

    private final Refusal noSuchMethod;
    private final Refusal noSuchAddress;

    RequestGate(Filter original, Refusal.Printer printer) {
        super(original);
        noSuchMethod = printer.print(ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.METHOD_NOT_ALLOWED.title());
        noSuchAddress = printer.print(ErrorCode.MALFORMED_REQUEST, "The address is not a URI: check its %-escapes");
    }

    /** What a caller said before it went away needs no answer. */
    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        if (!context.getConnection().isOpen()) {
            return context.getStopAction();
        }
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpRequestPacket request) {
            if (NOBODY_S.contains(request.getMethod())) {
                return refuse(context, noSuchMethod);
            }
            if (isBroken(request.getRequestURIRef().getOriginalRequestURIBC())) {
                return refuse(context, noSuchAddress);
            }
        }
        return super.handleRead(context);
    }

    /** Only escapes can be broken and yet come as far as here. */
    private static boolean isBroken(DataChunk address) {
        if (address.indexOf('%', 0) < 0) {
            return false;
        }
        try {
            return new URI(address.toString()).getPath() == null;
        } catch (URISyntaxException e) {
            return true;
        }
    }

    /** Past the codec, which would go on with the connection. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static NextAction refuse(FilterChainContext context, Refusal refusal) {
        Connection connection = context.getConnection();
        connection.write(Buffers.wrap(context.getMemoryManager(), refusal.bytes()), new EmptyCompletionHandler() {
            @Override
            public void completed(Object written) {
                connection.closeSilently();
            }
        });
        return context.getStopAction();
    }
}
