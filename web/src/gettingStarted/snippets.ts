/** What a snippet is filled in with. */
interface Filled {
  /** This server, without a slash at its end. */
  readonly url: string;
  readonly productId: number;
  readonly key: string;
  readonly token: string;
  /** XML. */
  readonly publicKey: string;
}

/** One of the vendor's SDKs. */
export interface Sdk {
  readonly name: string;
  /** How to get it. */
  readonly install: string;
  readonly snippet: (filled: Filled) => string;
  /** What else to know. */
  readonly note?: string;
}

const node = ({ url, productId, key, token, publicKey }: Filled): string => `import cryptolens from 'cryptolens';

const server = '${url}';
const license = await cryptolens.Key.Activate(
  '${token}',
  '${publicKey}',
  ${productId},
  '${key}',
  'this-computer', // the machine code; Helpers.GetMachineCode() makes one
  0, false, 0, 0,
  server,
);
console.log('activated, expires', license.Expires);`;

const python = ({
  url,
  productId,
  key,
  token,
  publicKey,
}: Filled): string => `from licensing.internal import HelperMethods
from licensing.methods import Helpers, Key

HelperMethods.server_address = "${url}/api/"
license_key, message = Key.activate(
    token="${token}",
    rsa_pub_key="${publicKey}",
    product_id=${productId},
    key="${key}",
    machine_code=Helpers.GetMachineCode(v=2),
)
print(message if license_key is None else f"activated, expires {license_key.expires}")`;

const java = ({ url, productId, key, token, publicKey }: Filled): string => `import io.cryptolens.methods.Helpers;
import io.cryptolens.methods.Key;
import io.cryptolens.models.ActivateModel;
import io.cryptolens.models.LicenseKey;

ActivateModel model = new ActivateModel(${productId}, "${key}", Helpers.GetMachineCode(2));
model.LicenseServerUrl = "${url}";
LicenseKey license = Key.Activate(
    "${token}",
    "${publicKey}",
    model);
System.out.println(license == null ? "refused" : "activated");`;

const dotnet = ({ url, productId, key, token, publicKey }: Filled): string => `using SKM.V3;
using SKM.V3.Methods;
using SKM.V3.Models;

var result = Key.Activate(
    token: "${token}",
    parameters: new ActivateModel
    {
        ProductId = ${productId},
        Key = "${key}",
        MachineCode = Helpers.GetMachineCodePI(v: 2),
        Sign = true,
        LicenseServerUrl = "${url}",
    });
var publicKey = "${publicKey}";
var valid = result?.Result == ResultType.Success
    && result.LicenseKey.HasValidSignature(publicKey).IsValid();
Console.WriteLine(valid ? "activated" : result?.Message);`;

const cpp = ({ url, productId, key, token, publicKey }: Filled): string => {
  const part = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(publicKey)?.[1] ?? '';
  return `#include <cryptolens/core.hpp>
#include <cryptolens/Configuration_Unix.hpp>
#include <cryptolens/Error.hpp>
#include <cryptolens/MachineCodeComputer_static.hpp>
#include <iostream>

namespace cryptolens = ::cryptolens_io::v20190401;

// The SDK's own handler, which sends everything here.
struct ThisServer {
  using PostBuilder = cryptolens::RequestHandler_curl::PostBuilder;
  explicit ThisServer(cryptolens::basic_Error & e) : curl(e) {}
  PostBuilder post_request(cryptolens::basic_Error & e, char const*, char const* endpoint) {
    return curl.post_request(e, "${new URL(url).host}", endpoint);
  }
  cryptolens::RequestHandler_curl curl;
};

using MachineCode = cryptolens::MachineCodeComputer_static;
struct Configuration : cryptolens::Configuration_Unix<MachineCode> { using RequestHandler = ThisServer; };

int main() {
  cryptolens::Error e;
  cryptolens::basic_Cryptolens<Configuration> handle(e);
  handle.signature_verifier.set_public_key_base64(e,
    "${part('Modulus')}",
    "${part('Exponent')}");
  handle.machine_code_computer.set_machine_code(e, "this-computer");
  auto license = handle.activate(e, "${token}", ${productId}, "${key}");
  std::cout << (e ? "refused" : "activated") << std::endl;
}`;
};

/** The official SDKs. */
export const SDKS: readonly Sdk[] = [
  { name: 'Node', install: 'npm install cryptolens', snippet: node },
  { name: 'Python', install: 'pip install licensing', snippet: python },
  { name: 'Java', install: 'io.cryptolens : cryptolens', snippet: java },
  { name: '.NET', install: 'dotnet add package Cryptolens.Licensing', snippet: dotnet },
  {
    name: 'C++',
    install: 'github.com/Cryptolens/cryptolens-cpp',
    snippet: cpp,
    note: 'This SDK calls by https only: the server needs a reverse proxy with a certificate in front.',
  },
];
