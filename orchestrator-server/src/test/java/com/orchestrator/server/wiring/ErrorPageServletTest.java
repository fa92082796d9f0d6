package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPageServletTest {

    @ParameterizedTest
    @CsvSource({
        "404, /api/v1/tasks/poll, 503",
        "404, /WEB-INF/web.xml, 404",
        "404, //meta-inf, 404",
        "404, /WEB-INFORMATION, 503",
        "400, /api/v1/%zz, 400",
        ", , 404"
    })
    void containerThatFindsNothing_meansNotYet_exceptWhereItHidesWhatItHas(
            @Nullable Integer refusal, @Nullable String uri, int said) {
        assertThat(ErrorPageServlet.status(refusal, uri)).isEqualTo(said);
    }
}
