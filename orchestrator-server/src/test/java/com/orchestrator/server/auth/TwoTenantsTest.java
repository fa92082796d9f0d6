package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.auth.Endpoints.Endpoint;
import com.orchestrator.server.auth.Tenancy.Asked;
import com.orchestrator.server.auth.Tenancy.Thing;
import com.orchestrator.server.auth.Tenancy.Told;
import com.orchestrator.server.openapi.DescribedApi;
import com.orchestrator.server.testing.TestServer.Answer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the document is called by somebody who may do everything in a namespace of his own, about things of another
 * namespace and about the same things as if they were not there. Both answers have to be the same, whatever is looked at.
 */
class TwoTenantsTest {

    private static final Set<Integer> REFUSED = Set.of(403, 404);

    /** Of what the address says nothing. */
    private static final Set<On> NOT_ADDRESSED = Set.of(On.API, On.VISIBLE, On.BODY);

    /** A request, and what the tenant was told about what is there, and about what is not. */
    private record Tried(On on, Asked asked, Told there, Told nowhere) {}

    private static Tenancy tenancy;
    private static String before;
    private static List<Tried> all;

    @BeforeAll
    static void open() {
        tenancy = Tenancy.open();
        before = tenancy.stateOfOther();
        all = guarded()
                .flatMap(operation ->
                        tenancy.askedOf(operation, on(operation)).stream().map(asked -> tried(on(operation), asked)))
                .toList();
    }

    private static Tried tried(On on, Asked asked) {
        return new Tried(on, asked, tenancy.asTenant(asked.of(Thing.THERE)), tenancy.asTenant(asked.of(Thing.NOWHERE)));
    }

    @AfterAll
    static void close() {
        tenancy.close();
    }

    private static Stream<DescribedApi.Operation> guarded() {
        return DescribedApi.ofThisServer().operations().stream()
                .filter(operation -> operation.role().isPresent());
    }

    /** @throws AssertionError when it is described and not served */
    private static On on(DescribedApi.Operation operation) {
        return on(tenancy, operation);
    }

    static On on(Tenancy tenancy, DescribedApi.Operation operation) {
        return tenancy.server().endpoints().all().stream()
                .filter(endpoint -> key(endpoint).equals(operation.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(operation + " is not served"))
                .on();
    }

    private static String key(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path().getTemplate().replaceAll("\\{\\s*(\\w+)\\s*:[^/]*}", "{$1}");
    }

    @Test
    void whatIsOfAnotherNamespace_isAnsweredAsWhatIsNotThere() {
        assertThat(all).allSatisfy(tried -> assertThat(tried.there()).isEqualTo(tried.nowhere()));
        assertThat(tenancy.stateOfOther()).isEqualTo(before);
    }

    @Test
    void noAnswer_hasAByteOfAnotherNamespace() {
        assertThat(all).allSatisfy(tried -> assertThat(tried.there().text()).doesNotContain(tenancy.traces()));
    }

    @Test
    void whatIsAddressed_isRefused() {
        assertThat(all)
                .filteredOn(tried -> !NOT_ADDRESSED.contains(tried.on())
                        || tried.asked().path().contains("/<"))
                .hasSizeGreaterThan(100)
                .allSatisfy(tried -> assertThat(REFUSED).contains(tried.there().status()));
    }

    /** Else all of this would hold in a world where nothing is there. */
    @Test
    void whoMayDoEverythingEverywhere_seesTheSameThings() {
        Set<On> looked = Set.of(On.RUN, On.NAMESPACE, On.INCIDENT, On.QUEUE, On.JOBS, On.VISIBLE);
        assertThat(all)
                .filteredOn(tried -> tried.asked().method().equals("GET") && looked.contains(tried.on()))
                .filteredOn(tried -> !tried.asked().path().contains("run-outcomes"))
                .hasSizeGreaterThan(30)
                .allSatisfy(tried -> assertThat(
                                tenancy.asRoot(tried.asked().of(Thing.THERE)).status())
                        .isIn(200, 202));
    }

    @Test
    void aTenant_hasAllOfHisOwn() {
        assertThat(tenancy.own("GET", "/api/v1/instances").text()).contains("home-run");
        assertThat(tenancy.own("GET", "/api/v1/instances?namespace=home").text())
                .contains("home-run");
        assertThat(tenancy.own("GET", "/api/v1/instances/count").text()).contains("\"count\":1");
        assertThat(tenancy.own("GET", "/api/v1/workflows").text()).contains("home-flow");
        assertThat(tenancy.own("GET", "/api/v1/queues").text()).contains("home:step");
        assertThat(tenancy.own("GET", "/api/v1/workers").text()).contains("home-worker");
        Answer session = tenancy.own("GET", "/api/v1/session");
        assertThat(session.json().at("/namespaces/0").asText()).isEqualTo("home");
    }

    @Test
    void aStream_tellsATenantOfHisOwnRunsAlone() throws Exception {
        assertThat(tenancy.heardUntil("home-run")).contains("home-run").doesNotContain(tenancy.traces());
    }
}
