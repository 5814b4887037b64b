// What the catalog's types are called in the API's document. Included by every file that declares a route with one of them.
#pragma once
#include "contexts/catalog/inputs.h"
#include "platform/json/schema.h"

namespace gh::json {
template <>
inline constexpr std::string_view schema_name<catalog::Harvest> = "ProductHarvest";
template <>
inline constexpr std::string_view schema_name<catalog::Certificate> = "ProductCertificate";
template <>
inline constexpr std::string_view schema_name<catalog::VariantOption> = "ProductOption";
template <>
inline constexpr std::string_view schema_name<catalog::Sale> = "ProductSale";
template <>
inline constexpr std::string_view schema_name<catalog::Break> = "ProductVolumePrice";
template <>
inline constexpr std::string_view schema_name<catalog::Content> = "ProductContent";
template <>
inline constexpr std::string_view schema_name<catalog::Seo> = "ProductSeo";
template <>
inline constexpr std::string_view schema_name<catalog::Image> = "ProductImage";
template <>
inline constexpr std::string_view schema_name<catalog::Origin> = "ProductField";
template <>
inline constexpr std::string_view schema_name<catalog::FarmRef> = "ProductFarmRef";
template <>
inline constexpr std::string_view schema_name<catalog::Label> = "ProductFarmLabel";
template <>
inline constexpr std::string_view schema_name<catalog::Variant> = "ProductDeskVariant";
template <>
inline constexpr std::string_view schema_name<catalog::VariantInput> = "ProductVariantInput";
template <>
inline constexpr std::string_view schema_name<catalog::HarvestInput> = "ProductHarvestInput";
template <>
inline constexpr std::string_view schema_name<catalog::CertificateInput> = "ProductCertificateInput";
template <>
inline constexpr std::string_view schema_name<catalog::ImageInput> = "ProductImageInput";
}  // namespace gh::json
