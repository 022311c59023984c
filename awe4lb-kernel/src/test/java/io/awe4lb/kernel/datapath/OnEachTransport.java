package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.net.LinuxTransport;
import io.awe4lb.kernel.net.NioTransport;
import io.awe4lb.kernel.net.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A class of data path tests: all of them run on every transport. */
@ParameterizedClass
@MethodSource("transports")
abstract class OnEachTransport {

    @Parameter
    Transport transport;

    static Stream<Named<Transport>> transports() {
        return Stream.<Transport>of(new NioTransport(), LinuxTransport.open()).map(transport -> Named.of(transport.name(), transport));
    }
}
